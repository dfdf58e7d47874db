-- Groups: the plan and its goals, sessions and budget; who is on the list, who came; what participants said; mid-way and final
-- reports; every step with who signed which content.

create table service_group (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  number text not null,
  name text not null,
  kind text not null,
  audience text not null,
  seats integer not null,
  from_on date not null,
  to_on date not null,
  venue text not null,
  items text[] not null,
  aim text not null,
  recruitment text not null,
  risks text not null,
  evaluation_way text not null,
  partner text,
  theory text,
  volunteer_plan text,
  division text,
  supervisor text,
  worker uuid not null,
  state text not null,
  state_since date not null,
  ended_on date,
  submitted_by uuid,
  return_reason text,
  constraint service_group_key primary key (county, id),
  constraint service_group_station foreign key (county, station) references station (county, id),
  constraint service_group_worker foreign key (county, worker) references person (county, id),
  constraint service_group_number unique (county, station, number),
  constraint service_group_days check (to_on >= from_on)
);
create index service_group_of_station on service_group (county, station, from_on, id);
create index service_group_of_county on service_group (county, from_on, id);
grant select, insert, update on service_group to yz_app;
select yz_wall('service_group');

create table group_step (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  service_group uuid not null,
  move text not null,
  to_state text not null,
  opinion text,
  by_name text not null,
  fingerprint text,
  on_day date not null,
  at timestamptz not null,
  constraint group_step_key primary key (county, id),
  constraint group_step_station foreign key (county, station) references station (county, id),
  constraint group_step_group foreign key (county, service_group) references service_group (county, id)
);
create index group_step_of_group on group_step (county, service_group, at);
grant select, insert on group_step to yz_app;
select yz_wall('group_step');

create table group_goal (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  service_group uuid not null,
  content text not null,
  measure text not null,
  target text not null,
  rating text,
  result text,
  rated_on date,
  constraint group_goal_key primary key (county, id),
  constraint group_goal_station foreign key (county, station) references station (county, id),
  constraint group_goal_group foreign key (county, service_group) references service_group (county, id)
);
create index group_goal_of_group on group_goal (county, service_group);
grant select, insert, update, delete on group_goal to yz_app;
select yz_wall('group_goal');

create table group_session (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  service_group uuid not null,
  ordinal integer not null,
  topic text not null,
  content text not null,
  planned_on date not null,
  starts_at text,
  planned_minutes integer not null,
  materials text,
  state text not null,
  held_on date,
  minutes integer,
  others integer,
  process text,
  observed text,
  reflection text,
  next_plan text,
  files uuid[] not null,
  guidance text,
  guided_by text,
  why text,
  constraint group_session_key primary key (county, id),
  constraint group_session_station foreign key (county, station) references station (county, id),
  constraint group_session_group foreign key (county, service_group) references service_group (county, id),
  constraint group_session_held check ((state = 'held') = (held_on is not null))
);
create index group_session_of_group on group_session (county, service_group, ordinal);
create index group_session_of_station on group_session (county, station, planned_on) where state = 'planned';
grant select, insert, update, delete on group_session to yz_app;
select yz_wall('group_session');

create table enrolment (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  service_group uuid not null,
  client uuid,
  name text not null,
  phone bytea,
  from_on date not null,
  to_on date,
  leave_reason text,
  constraint enrolment_key primary key (county, id),
  constraint enrolment_station foreign key (county, station) references station (county, id),
  constraint enrolment_group foreign key (county, service_group) references service_group (county, id),
  constraint enrolment_client foreign key (county, client) references client (county, id),
  constraint enrolment_client_once unique (county, service_group, client),
  constraint enrolment_days check (to_on is null or to_on >= from_on)
);
create index enrolment_of_client on enrolment (county, client) where client is not null;
grant select, insert, update on enrolment to yz_app;
select yz_wall('enrolment');

create table group_attendance (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  session uuid not null,
  enrolment uuid not null,
  presence text not null,
  constraint group_attendance_key primary key (county, id),
  constraint group_attendance_station foreign key (county, station) references station (county, id),
  constraint group_attendance_session foreign key (county, session) references group_session (county, id),
  constraint group_attendance_enrolment foreign key (county, enrolment) references enrolment (county, id),
  constraint group_attendance_once unique (county, session, enrolment)
);
create index group_attendance_of_enrolment on group_attendance (county, enrolment);
grant select, insert, update on group_attendance to yz_app;
select yz_wall('group_attendance');

create table group_opinion (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  service_group uuid not null,
  enrolment uuid,
  on_day date not null,
  aims integer not null,
  timing integer not null,
  form integer not null,
  venue integer not null,
  content integer not null,
  staff integer not null,
  attitude integer not null,
  engagement integer not null,
  overall integer not null,
  words text,
  constraint group_opinion_key primary key (county, id),
  constraint group_opinion_station foreign key (county, station) references station (county, id),
  constraint group_opinion_group foreign key (county, service_group) references service_group (county, id),
  constraint group_opinion_enrolment foreign key (county, enrolment) references enrolment (county, id),
  constraint group_opinion_once unique (county, service_group, enrolment)
);
grant select, insert on group_opinion to yz_app;
select yz_wall('group_opinion');

create table group_review (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  service_group uuid not null,
  kind text not null,
  on_day date not null,
  preparation text not null,
  aims text not null,
  content text not null,
  members text not null,
  workers text not null,
  division text,
  money text,
  onward text not null,
  no_opinion text,
  guidance text,
  guided_by text,
  constraint group_review_key primary key (county, id),
  constraint group_review_station foreign key (county, station) references station (county, id),
  constraint group_review_group foreign key (county, service_group) references service_group (county, id)
);
create index group_review_of_group on group_review (county, service_group, on_day);
grant select, insert, update on group_review to yz_app;
select yz_wall('group_review');

create table group_budget (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  service_group uuid not null,
  kind text not null,
  what text not null,
  fen bigint not null,
  constraint group_budget_key primary key (county, id),
  constraint group_budget_station foreign key (county, station) references station (county, id),
  constraint group_budget_group foreign key (county, service_group) references service_group (county, id)
);
create index group_budget_of_group on group_budget (county, service_group);
grant select, insert, update, delete on group_budget to yz_app;
select yz_wall('group_budget');

create table group_expense (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  service_group uuid not null,
  kind text not null,
  what text not null,
  on_day date not null,
  fen bigint not null,
  files uuid[] not null,
  voided text,
  constraint group_expense_key primary key (county, id),
  constraint group_expense_station foreign key (county, station) references station (county, id),
  constraint group_expense_group foreign key (county, service_group) references service_group (county, id)
);
create index group_expense_of_group on group_expense (county, service_group, on_day);
grant select, insert, update on group_expense to yz_app;
select yz_wall('group_expense');
