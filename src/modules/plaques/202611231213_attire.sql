create table attire (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  appointment uuid not null,
  item text not null,
  from_on date not null,
  to_on date,
  constraint attire_key primary key (county, id),
  constraint attire_station foreign key (county, station) references station (county, id),
  constraint attire_appointment foreign key (county, appointment) references appointment (county, id),
  constraint attire_once unique (county, appointment, item, from_on),
  constraint attire_days check (to_on is null or to_on >= from_on)
);
create index attire_of_station on attire (county, station, item);
grant select, insert, update on attire to yz_app;
select yz_wall('attire');
