create table station (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  level text not null,
  place text not null,
  parent uuid,
  opened_on date,
  closed_on date,
  origin text,
  address text,
  contact_post text,
  contact_phone text,
  constraint station_key primary key (county, id),
  constraint station_itself check (station = id),
  constraint station_place foreign key (place) references place (id),
  constraint station_parent foreign key (county, parent) references station (county, id),
  constraint station_name unique (county, name)
);
create index station_in_place on station (county, place);
grant select, insert, update on station to yz_app;
select yz_wall('station');

create table station_mode (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  mode text not null,
  operator uuid,
  from_on date not null,
  to_on date,
  constraint station_mode_key primary key (county, id),
  constraint station_mode_station foreign key (county, station) references station (county, id),
  constraint station_mode_once unique (county, station, from_on),
  constraint station_mode_operator check ((mode = 'purchased') = (operator is not null))
);
grant select, insert, update on station_mode to yz_app;
select yz_wall('station_mode');
