create table import_batch (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  kind text not null,
  file_name text not null,
  rows integer not null,
  good integer not null,
  known integer not null,
  problems integer not null,
  state text not null,
  written integer not null,
  job text,
  constraint import_batch_key primary key (county, id)
);
create index import_batch_of_county on import_batch (county, created_at);
grant select, insert, update on import_batch to yz_app;
select yz_wall('import_batch');

-- What was read of the sheet and what is wrong with it, sealed: it holds identity numbers. Cleared once it is imported.
create table import_content (
  county text not null,
  id uuid not null,
  station uuid,
  content bytea not null,
  constraint import_content_key primary key (county, id),
  constraint import_content_of foreign key (county, id) references import_batch (county, id)
);
grant select, insert, delete on import_content to yz_app;
select yz_wall('import_content');

-- Which records an import made, so that they can be taken back together.
create table import_made (
  county text not null,
  batch uuid not null,
  entity text not null,
  record uuid not null,
  station uuid,
  place_in integer not null,
  constraint import_made_key primary key (county, batch, entity, record),
  constraint import_made_of foreign key (county, batch) references import_batch (county, id)
);
grant select, insert, delete on import_made to yz_app;
select yz_wall('import_made');
