-- What is said of a station by its office, each from one day to another.
create table demonstration (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  from_on date not null,
  to_on date,
  document text,
  constraint demonstration_key primary key (county, id),
  constraint demonstration_station foreign key (county, station) references station (county, id),
  constraint demonstration_of check (station is not null),
  constraint demonstration_days check (to_on is null or to_on >= from_on),
  constraint demonstration_once unique (county, station, from_on)
);
grant select, insert, update on demonstration to yz_app;
select yz_wall('demonstration');

create table station_tier (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  tier text not null,
  from_on date not null,
  to_on date,
  constraint station_tier_key primary key (county, id),
  constraint station_tier_station foreign key (county, station) references station (county, id),
  constraint station_tier_of check (station is not null),
  constraint station_tier_once unique (county, station, from_on)
);
grant select, insert, update on station_tier to yz_app;
select yz_wall('station_tier');

create table station_specialty (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  specialty text not null,
  from_on date not null,
  to_on date,
  constraint station_specialty_key primary key (county, id),
  constraint station_specialty_station foreign key (county, station) references station (county, id),
  constraint station_specialty_of check (station is not null),
  constraint station_specialty_days check (to_on is null or to_on >= from_on),
  constraint station_specialty_once unique (county, station, specialty, from_on)
);
grant select, insert, update on station_specialty to yz_app;
select yz_wall('station_specialty');

create table station_project (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  year integer not null,
  name text not null,
  kind text not null,
  local_character boolean not null,
  dropped boolean not null,
  constraint station_project_key primary key (county, id),
  constraint station_project_station foreign key (county, station) references station (county, id),
  constraint station_project_of check (station is not null),
  constraint station_project_once unique (county, station, year, name)
);
grant select, insert, update on station_project to yz_app;
select yz_wall('station_project');

create table lot (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  lot text not null,
  label text not null,
  operator uuid not null,
  from_on date not null,
  to_on date not null,
  constraint lot_key primary key (county, id),
  constraint lot_station foreign key (county, station) references station (county, id),
  constraint lot_of check (station is not null),
  constraint lot_days check (to_on is null or to_on >= from_on)
);
create index lot_named on lot (county, lot);
grant select, insert, update on lot to yz_app;
select yz_wall('lot');

create table party_branch (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  members integer not null,
  qualifies boolean not null,
  founded_on date,
  partner text,
  from_on date not null,
  to_on date,
  constraint party_branch_key primary key (county, id),
  constraint party_branch_station foreign key (county, station) references station (county, id),
  constraint party_branch_of check (station is not null),
  constraint party_branch_once unique (county, station, from_on)
);
grant select, insert, update on party_branch to yz_app;
select yz_wall('party_branch');

create table party_activity (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  on_day date not null,
  way text not null,
  partner text,
  summary text not null,
  constraint party_activity_key primary key (county, id),
  constraint party_activity_station foreign key (county, station) references station (county, id),
  constraint party_activity_of check (station is not null)
);
create index party_activity_at on party_activity (county, station, on_day);
grant select, insert, update on party_activity to yz_app;
select yz_wall('party_activity');

create table handover_plan (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  operator uuid not null,
  receiver uuid,
  due_on date not null,
  agreed_on date not null,
  done_on date,
  note text,
  constraint handover_plan_key primary key (county, id),
  constraint handover_plan_station foreign key (county, station) references station (county, id),
  constraint handover_plan_of check (station is not null)
);
create index handover_plan_at on handover_plan (county, station);
grant select, insert, update on handover_plan to yz_app;
select yz_wall('handover_plan');

create table dense_place (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text not null,
  from_on date not null,
  to_on date,
  constraint dense_place_key primary key (county, id),
  constraint dense_place_place foreign key (place) references place (id),
  constraint dense_place_days check (to_on is null or to_on >= from_on),
  constraint dense_place_once unique (county, place, from_on)
);
create index dense_place_of on dense_place (place);
grant select, insert, update on dense_place to yz_app;
select yz_wall('dense_place');

create table duty_record (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  unit text not null,
  duty text not null,
  place text not null,
  on_day date not null,
  content text not null,
  constraint duty_record_key primary key (county, id),
  constraint duty_record_station foreign key (county, station) references station (county, id),
  constraint duty_record_place foreign key (place) references place (id),
  constraint duty_record_unit check (unit = 'place' or station is not null)
);
create index duty_record_of on duty_record (county, place, duty, on_day);
create index duty_record_at on duty_record (county, station, duty, on_day);
grant select, insert, update on duty_record to yz_app;
select yz_wall('duty_record');
