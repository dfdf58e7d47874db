create table badge (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  appointment uuid not null,
  code bytea not null,
  code_index bytea not null,
  issued_on date not null,
  voided_on date,
  void_reason text,
  constraint badge_key primary key (county, id),
  constraint badge_station foreign key (county, station) references station (county, id),
  constraint badge_appointment foreign key (county, appointment) references appointment (county, id),
  constraint badge_code unique (county, code_index)
);
-- one badge that counts for each appointment
create unique index badge_standing on badge (county, appointment) where voided_on is null;
grant select, insert, update on badge to yz_app;
select yz_wall('badge');

-- A reference table: the mark an office has uploaded serves every plaque below it, whoever draws it.
create table plaque_mark (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text not null,
  mark text not null,
  name text not null,
  sha256 text,
  constraint plaque_mark_key primary key (id),
  constraint plaque_mark_place foreign key (place) references place (id),
  constraint plaque_mark_once unique (place, mark)
);
grant select, insert, update on plaque_mark to yz_app;
