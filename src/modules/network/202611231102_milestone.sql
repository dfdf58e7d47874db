-- One row a node and unit; nodes of documents are worked out of the pack, so a row is only there once something is known.
create table milestone (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  unit text not null,
  place text not null,
  policy_code text,
  line text,
  label text not null,
  due_on date,
  responsible text,
  steps text[] not null,
  done_on date,
  note text,
  files uuid[] not null,
  state text not null,
  filed_by uuid,
  decided_on date,
  return_reason text,
  constraint milestone_key primary key (county, id),
  constraint milestone_station foreign key (county, station) references station (county, id),
  constraint milestone_place foreign key (place) references place (id),
  constraint milestone_line check ((policy_code is null) = (line is null)),
  constraint milestone_unit check (unit = 'place' or station is not null),
  constraint milestone_done check (state in ('open', 'returned') or done_on is not null)
);
create unique index milestone_place_once on milestone (county, place, policy_code, line) where unit = 'place' and line is not null;
create unique index milestone_station_once on milestone (county, station, policy_code, line) where unit = 'station' and line is not null;
create index milestone_at on milestone (place);
grant select, insert, update on milestone to yz_app;
select yz_wall('milestone');
