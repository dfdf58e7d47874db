-- Scales that a county loaded, and scales filled in for clients.

create table scale (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  key text not null,
  scale_version text not null,
  title text not null,
  licence text not null,
  licence_note text not null,
  content text not null,
  state text not null,
  loaded_on date not null,
  constraint scale_key primary key (id),
  constraint scale_once unique (county, key, scale_version)
);
grant select, insert, update on scale to yz_app;

create table assessment (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  scale text not null,
  scale_version text not null,
  scale_title text not null,
  on_day date not null,
  informant text not null,
  answers text[] not null,
  missing integer not null,
  score numeric not null,
  most numeric not null,
  band text not null,
  tone text not null,
  alerts text[] not null,
  remark text,
  worker uuid not null,
  state text not null,
  withdrawn_reason text,
  constraint assessment_key primary key (county, id),
  constraint assessment_station foreign key (county, station) references station (county, id),
  constraint assessment_client foreign key (county, client) references client (county, id),
  constraint assessment_worker foreign key (county, worker) references person (county, id)
);
create index assessment_of_client on assessment (county, client, on_day);
create index assessment_of_station on assessment (county, station, on_day, id);
grant select, insert, update on assessment to yz_app;
select yz_wall('assessment');
