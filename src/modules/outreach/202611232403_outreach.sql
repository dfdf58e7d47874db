-- Families found in need before they applied, and patrols for people without a home.

create table discovery (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  found_on date not null,
  way text not null,
  found_by text not null,
  name text not null,
  phone bytea,
  place text not null,
  members integer not null,
  needs text[] not null,
  situation text not null,
  client uuid,
  minutes integer,
  files uuid[] not null,
  worker uuid,
  state text not null,
  verify_by date not null,
  answer_by date not null,
  verified_on date,
  reported_on date,
  referred_on date,
  referred_to text,
  application uuid,
  party text,
  answered_on date,
  result text,
  constraint discovery_key primary key (county, id),
  constraint discovery_station foreign key (county, station) references station (county, id),
  constraint discovery_client foreign key (county, client) references client (county, id),
  constraint discovery_worker foreign key (county, worker) references person (county, id),
  constraint discovery_application foreign key (county, application) references assistance_application (county, id),
  constraint discovery_place foreign key (place) references place (id)
);
create index discovery_of_station on discovery (county, station, found_on, id);
create index discovery_of_county on discovery (county, found_on, id);
create index discovery_of_client on discovery (county, client) where client is not null;
create index discovery_of_application on discovery (county, application) where application is not null;
grant select, insert, update on discovery to yz_app;
select yz_wall('discovery');

create table discovery_step (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  discovery uuid not null,
  move text not null,
  to_state text not null,
  on_day date not null,
  note text,
  by_name text not null,
  at timestamptz not null,
  constraint discovery_step_key primary key (county, id),
  constraint discovery_step_station foreign key (county, station) references station (county, id),
  constraint discovery_step_discovery foreign key (county, discovery) references discovery (county, id)
);
create index discovery_step_of_discovery on discovery_step (county, discovery, at);
grant select, insert on discovery_step to yz_app;
select yz_wall('discovery_step');

create table patrol (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  on_day date not null,
  from_time text not null,
  to_time text not null,
  reason text not null,
  route text not null,
  place text,
  companions text,
  note text,
  files uuid[] not null,
  worker uuid not null,
  met integer not null,
  minutes integer not null,
  state text not null,
  reversed_reason text,
  constraint patrol_key primary key (county, id),
  constraint patrol_station foreign key (county, station) references station (county, id),
  constraint patrol_worker foreign key (county, worker) references person (county, id),
  constraint patrol_place foreign key (place) references place (id)
);
create index patrol_of_station on patrol (county, station, on_day, id);
create index patrol_of_county on patrol (county, on_day, id);
grant select, insert, update on patrol to yz_app;
select yz_wall('patrol');

create table patrol_person (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  patrol uuid not null,
  client uuid,
  name text not null,
  sex text not null,
  age integer,
  minor text not null,
  met_at text not null,
  situation text not null,
  help text[] not null,
  hand_over text not null,
  receiver text,
  constraint patrol_person_key primary key (county, id),
  constraint patrol_person_station foreign key (county, station) references station (county, id),
  constraint patrol_person_patrol foreign key (county, patrol) references patrol (county, id),
  constraint patrol_person_client foreign key (county, client) references client (county, id)
);
create index patrol_person_of_patrol on patrol_person (county, patrol);
create index patrol_person_of_client on patrol_person (county, client) where client is not null;
grant select, insert, update on patrol_person to yz_app;
select yz_wall('patrol_person');
