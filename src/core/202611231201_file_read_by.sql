-- A file is read with the grant of the record it belongs to, and with no other.
alter table file add column read_by text not null default 'service.read';
alter table file alter column read_by drop default;
