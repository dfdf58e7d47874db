-- Cases from the request for help to the follow-up after closure, with every paper of the file; file numbers by the county's
-- own pattern, without gaps or doubles: the counter's row is locked until the case is written.

create table case_file (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  number text not null,
  client uuid not null,
  client_name text not null,
  worker uuid not null,
  domain text not null,
  source text not null,
  referred_by text,
  intake_on date not null,
  request text not null,
  problem text not null,
  background text,
  services_used text,
  stage text not null,
  stage_since date not null,
  opened_on date,
  closed_on date,
  closing text,
  crisis boolean not null,
  next_aim text,
  next_on date,
  submitted_by uuid,
  return_reason text,
  constraint case_file_key primary key (county, id),
  constraint case_file_station foreign key (county, station) references station (county, id),
  constraint case_file_client foreign key (county, client) references client (county, id),
  constraint case_file_worker foreign key (county, worker) references person (county, id),
  constraint case_file_number unique (county, number),
  constraint case_file_days check (closed_on is null or opened_on is null or closed_on >= opened_on)
);
create index case_file_of_station on case_file (county, station, intake_on, id);
create index case_file_of_county on case_file (county, intake_on, id);
create index case_file_of_worker on case_file (county, worker, stage, intake_on);
create index case_file_of_client on case_file (county, client, intake_on);
grant select, insert, update on case_file to yz_app;
select yz_wall('case_file');

create table case_step (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  move text not null,
  from_stage text,
  to_stage text not null,
  skips boolean not null,
  opinion text,
  by_name text not null,
  by_person uuid,
  fingerprint text,
  on_day date not null,
  at timestamptz not null,
  constraint case_step_key primary key (county, id),
  constraint case_step_station foreign key (county, station) references station (county, id),
  constraint case_step_case foreign key (county, case_file) references case_file (county, id),
  constraint case_step_by_person foreign key (county, by_person) references person (county, id)
);
create index case_step_of_case on case_step (county, case_file, on_day);
grant select, insert on case_step to yz_app;
select yz_wall('case_step');

create table case_worker (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  worker uuid not null,
  from_on date not null,
  to_on date,
  handover text,
  constraint case_worker_key primary key (county, id),
  constraint case_worker_station foreign key (county, station) references station (county, id),
  constraint case_worker_case foreign key (county, case_file) references case_file (county, id),
  constraint case_worker_worker foreign key (county, worker) references person (county, id)
);
create index case_worker_of_case on case_worker (county, case_file, from_on);
grant select, insert, update on case_worker to yz_app;
select yz_wall('case_worker');

create table case_crisis (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  kind text not null,
  content text not null,
  measures text not null,
  reported_to text,
  from_on date not null,
  to_on date,
  result text,
  constraint case_crisis_key primary key (county, id),
  constraint case_crisis_station foreign key (county, station) references station (county, id),
  constraint case_crisis_case foreign key (county, case_file) references case_file (county, id)
);
create index case_crisis_of_case on case_crisis (county, case_file, from_on);
grant select, insert, update on case_crisis to yz_app;
select yz_wall('case_crisis');

create table case_setting (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  pattern text not null,
  restart text not null,
  first_follow_up integer not null,
  second_follow_up integer,
  constraint case_setting_key primary key (id),
  constraint case_setting_once unique (county)
);
grant select, insert, update on case_setting to yz_app;

create table case_assessment (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  on_day date not null,
  summary text not null,
  strengths text not null,
  dangers text,
  economy text,
  health text,
  mind text,
  social text,
  housing text,
  worker uuid not null,
  constraint case_assessment_key primary key (county, id),
  constraint case_assessment_station foreign key (county, station) references station (county, id),
  constraint case_assessment_case foreign key (county, case_file) references case_file (county, id),
  constraint case_assessment_worker foreign key (county, worker) references person (county, id)
);
create index case_assessment_of_case on case_assessment (county, case_file, on_day);
grant select, insert, update on case_assessment to yz_app;
select yz_wall('case_assessment');

create table case_plan (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  revision integer not null,
  aim text not null,
  services text not null,
  approach text,
  difficulties text,
  dangers text,
  willing text not null,
  from_on date not null,
  to_on date not null,
  agreed_on date,
  state text not null,
  worker uuid not null,
  constraint case_plan_key primary key (county, id),
  constraint case_plan_station foreign key (county, station) references station (county, id),
  constraint case_plan_case foreign key (county, case_file) references case_file (county, id),
  constraint case_plan_worker foreign key (county, worker) references person (county, id)
);
create unique index case_plan_revision on case_plan (county, case_file, revision);
grant select, insert, update on case_plan to yz_app;
select yz_wall('case_plan');

create table case_goal (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  need uuid,
  content text not null,
  measure text not null,
  baseline text,
  target text not null,
  due_on date not null,
  progress integer not null,
  rating text,
  rated_on date,
  result text,
  constraint case_goal_key primary key (county, id),
  constraint case_goal_station foreign key (county, station) references station (county, id),
  constraint case_goal_case foreign key (county, case_file) references case_file (county, id),
  constraint case_goal_need foreign key (county, need) references need (county, id)
);
create index case_goal_of_case on case_goal (county, case_file, due_on);
grant select, insert, update on case_goal to yz_app;
select yz_wall('case_goal');

create table case_record (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  on_day date not null,
  minutes integer not null,
  way text not null,
  place text,
  people integer not null,
  others text,
  items text[] not null,
  aim text not null,
  spoken text not null,
  observed text,
  handling text not null,
  next_plan text,
  next_on date,
  guidance text,
  guided_by text,
  files uuid[] not null,
  worker uuid not null,
  state text not null,
  reversed_reason text,
  constraint case_record_key primary key (county, id),
  constraint case_record_station foreign key (county, station) references station (county, id),
  constraint case_record_case foreign key (county, case_file) references case_file (county, id),
  constraint case_record_worker foreign key (county, worker) references person (county, id)
);
create index case_record_of_station on case_record (county, station, on_day, id);
create index case_record_of_case on case_record (county, case_file, on_day);
grant select, insert, update on case_record to yz_app;
select yz_wall('case_record');

create table case_contact (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  on_day date not null,
  way text not null,
  person text not null,
  relation text not null,
  aim text not null,
  content text not null,
  next_aim text,
  next_on date,
  worker uuid not null,
  constraint case_contact_key primary key (county, id),
  constraint case_contact_station foreign key (county, station) references station (county, id),
  constraint case_contact_case foreign key (county, case_file) references case_file (county, id),
  constraint case_contact_worker foreign key (county, worker) references person (county, id)
);
create index case_contact_of_case on case_contact (county, case_file, on_day);
grant select, insert, update on case_contact to yz_app;
select yz_wall('case_contact');

create table case_review (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  kind text not null,
  from_on date not null,
  to_on date not null,
  needs text not null,
  summary text not null,
  standing text not null,
  onward text,
  closing text,
  client_told boolean,
  come_back text,
  no_feedback text,
  files uuid[] not null,
  worker uuid not null,
  constraint case_review_key primary key (county, id),
  constraint case_review_station foreign key (county, station) references station (county, id),
  constraint case_review_case foreign key (county, case_file) references case_file (county, id),
  constraint case_review_worker foreign key (county, worker) references person (county, id)
);
create index case_review_of_case on case_review (county, case_file, from_on);
grant select, insert, update on case_review to yz_app;
select yz_wall('case_review');

create table case_feedback (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  on_day date not null,
  satisfied integer not null,
  helped integer not null,
  improved integer not null,
  engaged integer not null,
  aims_met integer not null,
  opinion text,
  given_by text not null,
  way text not null,
  files uuid[] not null,
  constraint case_feedback_key primary key (county, id),
  constraint case_feedback_station foreign key (county, station) references station (county, id),
  constraint case_feedback_case foreign key (county, case_file) references case_file (county, id)
);
create index case_feedback_of_case on case_feedback (county, case_file, on_day);
grant select, insert, update on case_feedback to yz_app;
select yz_wall('case_feedback');

create table case_follow_up (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  case_file uuid not null,
  due_on date not null,
  done_on date,
  way text,
  standing text,
  result text,
  worker uuid not null,
  constraint case_follow_up_key primary key (county, id),
  constraint case_follow_up_station foreign key (county, station) references station (county, id),
  constraint case_follow_up_case foreign key (county, case_file) references case_file (county, id),
  constraint case_follow_up_worker foreign key (county, worker) references person (county, id)
);
create index case_follow_up_due on case_follow_up (county, station, due_on) where done_on is null;
create index case_follow_up_of_case on case_follow_up (county, case_file, due_on);
grant select, insert, update on case_follow_up to yz_app;
select yz_wall('case_follow_up');

create table case_referral (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  side text not null,
  case_file uuid,
  other_county text,
  other uuid,
  client_name text not null,
  about text not null,
  to_kind text not null,
  to_station_county text,
  to_station uuid,
  to_name text not null,
  from_station_county text not null,
  from_station uuid not null,
  from_name text not null,
  worker_name text not null,
  reason text not null,
  done text not null,
  standing text not null,
  wanted text not null,
  others text,
  consent_by text not null,
  consent_on date not null,
  proof uuid[] not null,
  state text not null,
  offered_on date not null,
  answered_on date,
  answer text,
  answered_by text,
  becomes uuid,
  constraint case_referral_key primary key (county, id),
  constraint case_referral_station foreign key (county, station) references station (county, id),
  constraint case_referral_case foreign key (county, case_file) references case_file (county, id),
  constraint case_referral_becomes foreign key (county, becomes) references case_file (county, id)
);
create index case_referral_of_station on case_referral (county, station, side, state, offered_on);
create index case_referral_of_case on case_referral (county, case_file, offered_on);
grant select, insert, update on case_referral to yz_app;
select yz_wall('case_referral');

create table case_station_code (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  code text not null,
  constraint case_station_code_key primary key (county, id),
  constraint case_station_code_station foreign key (county, station) references station (county, id),
  constraint case_station_code_once unique (county, code),
  constraint case_station_code_one unique (county, station)
);
grant select, insert, update on case_station_code to yz_app;
select yz_wall('case_station_code');

create table case_counter (
  county text not null,
  station uuid not null,
  series text not null,
  last integer not null,
  constraint case_counter_key primary key (county, station, series)
);
grant select, insert, update on case_counter to yz_app;
select yz_wall('case_counter');
