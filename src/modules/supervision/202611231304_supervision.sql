create table supervision_plan (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  year integer not null,
  hours numeric not null,
  kinds text[] not null,
  supervisor text not null,
  goals text not null,
  constraint supervision_plan_key primary key (county, id),
  constraint supervision_plan_station foreign key (county, station) references station (county, id),
  constraint supervision_plan_once unique (county, station, year)
);
grant select, insert, update on supervision_plan to yz_app;
select yz_wall('supervision_plan');

create table supervision_session (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  on_day date not null,
  kind text not null,
  hours numeric not null,
  expert_county text,
  expert uuid,
  person uuid,
  supervisor_name text not null,
  project text,
  summary text not null,
  files uuid[] not null,
  state text not null,
  reversed_reason text,
  constraint supervision_session_key primary key (county, id),
  constraint supervision_session_station foreign key (county, station) references station (county, id),
  constraint supervision_session_person foreign key (county, person) references person (county, id)
);
create index supervision_session_of_station on supervision_session (county, station, on_day, id);
create index supervision_session_of_person on supervision_session (county, person);
grant select, insert, update on supervision_session to yz_app;
select yz_wall('supervision_session');

create table guided (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  session uuid not null,
  person uuid not null,
  person_name text not null,
  present boolean not null,
  rating integer,
  feedback text,
  constraint guided_key primary key (county, id),
  constraint guided_session foreign key (county, session) references supervision_session (county, id),
  constraint guided_person foreign key (county, person) references person (county, id),
  constraint guided_once unique (county, session, person)
);
create index guided_of_person on guided (county, person);
grant select, insert, update on guided to yz_app;
select yz_wall('guided');
