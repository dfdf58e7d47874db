-- Visits owed by a rule of the policy, visits paid, what was seen, and what is to be followed up.

create table visit_plan (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  rule text not null,
  period text not null,
  from_on date not null,
  due_on date not null,
  times integer not null,
  ways text[] not null,
  constraint visit_plan_key primary key (county, id),
  constraint visit_plan_station foreign key (county, station) references station (county, id),
  constraint visit_plan_client foreign key (county, client) references client (county, id),
  constraint visit_plan_once unique (county, client, rule, period),
  constraint visit_plan_days check (due_on >= from_on)
);
create index visit_plan_of_station on visit_plan (county, station, due_on);
grant select, insert, update on visit_plan to yz_app;
select yz_wall('visit_plan');

create table visit (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  client_name text not null,
  on_day date not null,
  way text not null,
  outcome text not null,
  minutes integer not null,
  unchanged boolean not null,
  findings text,
  items text[] not null,
  files uuid[] not null,
  worker uuid not null,
  state text not null,
  reversed_reason text,
  constraint visit_key primary key (county, id),
  constraint visit_station foreign key (county, station) references station (county, id),
  constraint visit_client foreign key (county, client) references client (county, id),
  constraint visit_worker foreign key (county, worker) references person (county, id)
);
create index visit_of_station on visit (county, station, on_day, id);
create index visit_of_county on visit (county, on_day, id);
create index visit_of_client on visit (county, client, on_day);
grant select, insert, update on visit to yz_app;
select yz_wall('visit');

create table visit_answer (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  visit uuid not null,
  item text not null,
  answer text not null,
  constraint visit_answer_key primary key (county, id),
  constraint visit_answer_station foreign key (county, station) references station (county, id),
  constraint visit_answer_visit foreign key (county, visit) references visit (county, id),
  constraint visit_answer_once unique (county, visit, item)
);
grant select, insert on visit_answer to yz_app;
select yz_wall('visit_answer');

create table visit_task (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  visit uuid not null,
  client uuid not null,
  what text not null,
  worker uuid not null,
  due_on date not null,
  done_on date,
  result text,
  constraint visit_task_key primary key (county, id),
  constraint visit_task_station foreign key (county, station) references station (county, id),
  constraint visit_task_visit foreign key (county, visit) references visit (county, id),
  constraint visit_task_client foreign key (county, client) references client (county, id),
  constraint visit_task_worker foreign key (county, worker) references person (county, id)
);
create index visit_task_of_station on visit_task (county, station, due_on) where done_on is null;
create index visit_task_of_client on visit_task (county, client);
create index visit_task_of_visit on visit_task (county, visit);
grant select, insert, update on visit_task to yz_app;
select yz_wall('visit_task');
