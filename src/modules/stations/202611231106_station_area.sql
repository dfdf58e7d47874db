-- Townships and communities that a station serves besides where it stands (片区化设置, PZ-1.2, PZ-2.2), from one day to another.
create table station_area (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text not null,
  from_on date not null,
  to_on date,
  constraint station_area_key primary key (county, id),
  constraint station_area_station foreign key (county, station) references station (county, id),
  constraint station_area_place foreign key (place) references place (id),
  constraint station_area_days check (to_on is null or to_on >= from_on),
  constraint station_area_once unique (county, station, place, from_on)
);
create index station_area_of on station_area (place);
grant select, insert, update on station_area to yz_app;
select yz_wall('station_area');
