-- What a community can give, looked at again each year, and what was found there for whom.

create table resource (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  kind text not null,
  provider text not null,
  contact text,
  offers text not null,
  place text not null,
  registered_on date not null,
  review_by date,
  state text not null,
  ended_on date,
  ended_why text,
  constraint resource_key primary key (county, id),
  constraint resource_station foreign key (county, station) references station (county, id),
  constraint resource_place foreign key (place) references place (id)
);
create index resource_of_station on resource (county, station, name, id);
create index resource_of_county on resource (county, name, id);
grant select, insert, update on resource to yz_app;
select yz_wall('resource');

create table resource_review (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  resource uuid not null,
  on_day date not null,
  note text,
  worker uuid,
  by_name text not null,
  constraint resource_review_key primary key (county, id),
  constraint resource_review_station foreign key (county, station) references station (county, id),
  constraint resource_review_worker foreign key (county, worker) references person (county, id),
  constraint resource_review_resource foreign key (county, resource) references resource (county, id)
);
create index resource_review_of_resource on resource_review (county, resource, on_day);
grant select, insert on resource_review to yz_app;
select yz_wall('resource_review');

create table resource_match (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  resource uuid not null,
  resource_name text not null,
  kind text not null,
  client uuid,
  for_whom text not null,
  need text not null,
  on_day date not null,
  minutes integer,
  worker uuid not null,
  outcome text not null,
  result text,
  closed_on date,
  constraint resource_match_key primary key (county, id),
  constraint resource_match_station foreign key (county, station) references station (county, id),
  constraint resource_match_resource foreign key (county, resource) references resource (county, id),
  constraint resource_match_client foreign key (county, client) references client (county, id),
  constraint resource_match_worker foreign key (county, worker) references person (county, id)
);
create index resource_match_of_station on resource_match (county, station, on_day, id);
create index resource_match_of_county on resource_match (county, on_day, id);
create index resource_match_of_resource on resource_match (county, resource, on_day);
create index resource_match_of_client on resource_match (county, client) where client is not null;
grant select, insert, update on resource_match to yz_app;
select yz_wall('resource_match');
