-- Applications for assistance with their papers, surveys, notices and steps; rosters by month; life certification; goods handed out.

create table assistance_application (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  client_name text not null,
  household uuid,
  kind text not null,
  kind_label text not null,
  aid_group text not null,
  way text not null,
  agent_name text,
  applied_on date not null,
  members integer not null,
  reason text not null,
  worker uuid,
  state text not null,
  state_since date not null,
  due_on date,
  accepted_on date,
  whole_due_on date,
  first_review_by uuid,
  first_review_person uuid,
  first_review_on date,
  review_by uuid,
  review_on date,
  submitted_on date,
  submitted_to text,
  decided_on date,
  amount_fen bigint,
  goods text,
  from_month text,
  closing_reason text,
  constraint assistance_application_key primary key (county, id),
  constraint assistance_application_station foreign key (county, station) references station (county, id),
  constraint assistance_application_client foreign key (county, client) references client (county, id),
  constraint assistance_application_household foreign key (county, household) references household (county, id),
  constraint assistance_application_worker foreign key (county, worker) references person (county, id),
  constraint assistance_application_first_review_person foreign key (county, first_review_person) references person (county, id)
);
create index assistance_application_of_station on assistance_application (county, station, applied_on, id);
create index assistance_application_of_county on assistance_application (county, applied_on, id);
create index assistance_application_of_client on assistance_application (county, client);
create index assistance_application_open on assistance_application (county, station, due_on) where state not in ('granted', 'refused', 'withdrawn');
grant select, insert, update on assistance_application to yz_app;
select yz_wall('assistance_application');

create table application_paper (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  application uuid not null,
  paper text not null,
  rank integer not null,
  label text not null,
  need text not null,
  state text not null,
  got_on date,
  why text,
  files uuid[] not null,
  constraint application_paper_key primary key (county, id),
  constraint application_paper_station foreign key (county, station) references station (county, id),
  constraint application_paper_application foreign key (county, application) references assistance_application (county, id),
  constraint application_paper_once unique (county, application, paper)
);
grant select, insert, update on application_paper to yz_app;
select yz_wall('application_paper');

create table application_survey (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  application uuid not null,
  client uuid not null,
  household uuid,
  kind text not null,
  on_day date not null,
  asked text,
  findings text not null,
  result text not null,
  minutes integer,
  by_name text not null,
  files uuid[] not null,
  constraint application_survey_key primary key (county, id),
  constraint application_survey_station foreign key (county, station) references station (county, id),
  constraint application_survey_application foreign key (county, application) references assistance_application (county, id),
  constraint application_survey_client foreign key (county, client) references client (county, id),
  constraint application_survey_household foreign key (county, household) references household (county, id)
);
create index application_survey_of_application on application_survey (county, application);
create index application_survey_of_client on application_survey (county, client);
create index application_survey_of_household on application_survey (county, household) where household is not null;
grant select, insert, update on application_survey to yz_app;
select yz_wall('application_survey');

create table application_step (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  application uuid not null,
  move text not null,
  from_state text,
  to_state text not null,
  opinion text,
  on_day date not null,
  due_on date,
  by_name text not null,
  by_person uuid,
  at timestamptz not null,
  constraint application_step_key primary key (county, id),
  constraint application_step_station foreign key (county, station) references station (county, id),
  constraint application_step_application foreign key (county, application) references assistance_application (county, id),
  constraint application_step_by_person foreign key (county, by_person) references person (county, id)
);
create index application_step_of_application on application_step (county, application, at);
create index application_step_of_station on application_step (county, station, on_day);
grant select, insert on application_step to yz_app;
select yz_wall('application_step');

create table assistance_handout (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  application uuid not null,
  client uuid not null,
  handed_on date not null,
  goods text not null,
  quantity numeric not null,
  measured_in text not null,
  value_fen bigint,
  received_by text not null,
  files uuid[] not null,
  constraint assistance_handout_key primary key (county, id),
  constraint assistance_handout_station foreign key (county, station) references station (county, id),
  constraint assistance_handout_application foreign key (county, application) references assistance_application (county, id),
  constraint assistance_handout_client foreign key (county, client) references client (county, id)
);
create index assistance_handout_of_application on assistance_handout (county, application);
create index assistance_handout_of_station on assistance_handout (county, station, handed_on);
create index assistance_handout_of_client on assistance_handout (county, client);
grant select, insert, update on assistance_handout to yz_app;
select yz_wall('assistance_handout');

create table public_notice (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  application uuid not null,
  second text not null,
  turn integer not null,
  start_on date not null,
  end_on date not null,
  posted_at text not null,
  files uuid[] not null,
  closed_on date,
  outcome text,
  constraint public_notice_key primary key (county, id),
  constraint public_notice_station foreign key (county, station) references station (county, id),
  constraint public_notice_application foreign key (county, application) references assistance_application (county, id),
  constraint public_notice_round unique (county, application, second, turn),
  constraint public_notice_days check (end_on >= start_on)
);
create index public_notice_of_station on public_notice (county, station, end_on) where closed_on is null;
grant select, insert, update on public_notice to yz_app;
select yz_wall('public_notice');

create table notice_objection (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  notice uuid not null,
  on_day date not null,
  said_by text,
  content text not null,
  state text not null,
  answered_on date,
  answer text,
  answered_by text,
  constraint notice_objection_key primary key (county, id),
  constraint notice_objection_station foreign key (county, station) references station (county, id),
  constraint notice_objection_notice foreign key (county, notice) references public_notice (county, id)
);
create index notice_objection_of_notice on notice_objection (county, notice);
grant select, insert, update on notice_objection to yz_app;
select yz_wall('notice_objection');

create table roster_entry (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  client_name text not null,
  kind text not null,
  kind_label text not null,
  aid_group text not null,
  application uuid,
  card_number text,
  members integer not null,
  monthly_fen bigint not null,
  from_on date not null,
  to_on date,
  ending text,
  end_note text,
  source text not null,
  constraint roster_entry_key primary key (county, id),
  constraint roster_entry_station foreign key (county, station) references station (county, id),
  constraint roster_entry_client foreign key (county, client) references client (county, id),
  constraint roster_entry_application foreign key (county, application) references assistance_application (county, id),
  constraint roster_entry_once unique (county, client, kind, from_on),
  constraint roster_entry_days check (to_on is null or to_on >= from_on)
);
create index roster_entry_of_station on roster_entry (county, station, kind, from_on);
grant select, insert, update, delete on roster_entry to yz_app;
select yz_wall('roster_entry');

create table roster_report (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  aid_group text not null,
  month text not null,
  rows integer not null,
  members integer not null,
  total_fen bigint not null,
  added integer not null,
  ended integer not null,
  sent_on date not null,
  sent_to text not null,
  checked_on date,
  unpaid text,
  by_name text not null,
  constraint roster_report_key primary key (county, id),
  constraint roster_report_station foreign key (county, station) references station (county, id),
  constraint roster_report_once unique (county, station, aid_group, month)
);
grant select, insert, update on roster_report to yz_app;
select yz_wall('roster_report');

create table life_certification (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  client_name text not null,
  entry uuid not null,
  kind text not null,
  on_day date not null,
  way text not null,
  outcome text not null,
  minutes integer,
  note text,
  files uuid[] not null,
  worker uuid not null,
  state text not null,
  reversed_reason text,
  constraint life_certification_key primary key (county, id),
  constraint life_certification_station foreign key (county, station) references station (county, id),
  constraint life_certification_client foreign key (county, client) references client (county, id),
  constraint life_certification_entry foreign key (county, entry) references roster_entry (county, id),
  constraint life_certification_worker foreign key (county, worker) references person (county, id)
);
create index life_certification_of_entry on life_certification (county, entry, on_day);
create index life_certification_of_client on life_certification (county, client);
create index life_certification_of_station on life_certification (county, station, on_day);
grant select, insert, update on life_certification to yz_app;
select yz_wall('life_certification');
