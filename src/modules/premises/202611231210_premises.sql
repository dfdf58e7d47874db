create table space (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  purpose text not null,
  also_for text[] not null,
  area_m2 numeric,
  host text,
  shared_with text,
  files uuid[] not null,
  from_on date not null,
  to_on date,
  constraint space_key primary key (county, id),
  constraint space_station foreign key (county, station) references station (county, id),
  constraint space_days check (to_on is null or to_on >= from_on)
);
create index space_of_station on space (county, station, from_on);
grant select, insert, update on space to yz_app;
select yz_wall('space');

create table equipment (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  line text,
  name text not null,
  kind text not null,
  quantity integer not null,
  unit text,
  state text not null,
  checked_on date,
  note text,
  files uuid[] not null,
  from_on date not null,
  to_on date,
  constraint equipment_key primary key (county, id),
  constraint equipment_station foreign key (county, station) references station (county, id),
  constraint equipment_days check (to_on is null or to_on >= from_on)
);
create index equipment_of_station on equipment (county, station, from_on);
grant select, insert, update on equipment to yz_app;
select yz_wall('equipment');
