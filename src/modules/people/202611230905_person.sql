create table person (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  sex text not null,
  born_on date not null,
  id_number bytea,
  id_number_index bytea,
  no_id_reason text,
  phone bytea,
  education text not null,
  social_work_major boolean not null,
  local_household boolean not null,
  local_minority boolean not null,
  constraint person_key primary key (county, id),
  constraint person_station foreign key (county, station) references station (county, id)
);
create index person_of_station on person (county, station, name);
create index person_id_number on person (county, id_number_index);
grant select, insert, update on person to yz_app;
select yz_wall('person');

create table appointment (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  person uuid not null,
  person_name text not null,
  post text not null,
  origin text not null,
  full_time boolean not null,
  from_on date not null,
  to_on date,
  constraint appointment_key primary key (county, id),
  constraint appointment_station foreign key (county, station) references station (county, id),
  constraint appointment_person foreign key (county, person) references person (county, id),
  constraint appointment_days check (to_on is null or to_on >= from_on)
);
create index appointment_of_station on appointment (county, station, from_on);
create index appointment_of_person on appointment (county, person);
grant select, insert, update on appointment to yz_app;
select yz_wall('appointment');

create table certificate (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  person uuid not null,
  certificate text not null,
  number text not null,
  issued_on date not null,
  registered_on date,
  registered_until date,
  constraint certificate_key primary key (county, id),
  constraint certificate_station foreign key (county, station) references station (county, id),
  constraint certificate_person foreign key (county, person) references person (county, id)
);
create index certificate_of_person on certificate (county, person);
grant select, insert, update on certificate to yz_app;
select yz_wall('certificate');
