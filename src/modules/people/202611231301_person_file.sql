-- A person's file beyond posts and certificates. Everything personal stands at the station that keeps the person's file.
create table employment (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  person uuid not null,
  employer uuid,
  employer_name text,
  kind text not null,
  channel text,
  from_on date not null,
  to_on date,
  files uuid[] not null,
  constraint employment_key primary key (county, id),
  constraint employment_person foreign key (county, person) references person (county, id),
  constraint employment_employer foreign key (employer) references organisation (id),
  constraint employment_days check (to_on is null or to_on >= from_on)
);
create index employment_of_person on employment (county, person, from_on);
grant select, insert, update on employment to yz_app;
select yz_wall('employment');

create table insurance_month (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  person uuid not null,
  month text not null,
  kinds text[] not null,
  files uuid[] not null,
  withdrawn_reason text,
  constraint insurance_month_key primary key (county, id),
  constraint insurance_month_person foreign key (county, person) references person (county, id)
);
-- a month stands once for a person; one that was withdrawn may be recorded anew
create unique index insurance_month_once on insurance_month (county, person, month) where withdrawn_reason is null;
grant select, insert, update on insurance_month to yz_app;
select yz_wall('insurance_month');

create table ethics_statement (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  person uuid not null,
  edition text not null,
  signed_on date not null,
  files uuid[] not null,
  constraint ethics_statement_key primary key (county, id),
  constraint ethics_statement_person foreign key (county, person) references person (county, id)
);
create index ethics_statement_of_person on ethics_statement (county, person, signed_on);
grant select, insert, update on ethics_statement to yz_app;
select yz_wall('ethics_statement');

create table education_entry (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  person uuid not null,
  education text not null,
  school text not null,
  major text,
  social_work boolean not null,
  graduated_on date,
  files uuid[] not null,
  constraint education_entry_key primary key (county, id),
  constraint education_entry_person foreign key (county, person) references person (county, id)
);
create index education_entry_of_person on education_entry (county, person);
grant select, insert, update on education_entry to yz_app;
select yz_wall('education_entry');

-- Day, result and when the next is due: nothing else of a background check is kept.
create table background_check (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  person uuid not null,
  checked_on date not null,
  result text not null,
  checked_by text not null,
  next_on date not null,
  constraint background_check_key primary key (county, id),
  constraint background_check_person foreign key (county, person) references person (county, id)
);
create index background_check_of_person on background_check (county, person, checked_on);
grant select, insert, update on background_check to yz_app;
select yz_wall('background_check');

create table exam_entry (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  person uuid not null,
  year integer not null,
  certificate text not null,
  result text not null,
  constraint exam_entry_key primary key (county, id),
  constraint exam_entry_person foreign key (county, person) references person (county, id),
  constraint exam_entry_once unique (county, person, year, certificate)
);
grant select, insert, update on exam_entry to yz_app;
select yz_wall('exam_entry');

-- Every registration of a certificate, from–to: a renewal adds a row, so that a past day is judged by what held then.
create table certificate_registration (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  certificate uuid not null,
  person uuid not null,
  from_on date not null,
  until_on date,
  constraint certificate_registration_key primary key (county, id),
  constraint certificate_registration_of foreign key (county, certificate) references certificate (county, id),
  constraint certificate_registration_person foreign key (county, person) references person (county, id),
  constraint certificate_registration_days check (until_on is null or until_on >= from_on)
);
create index certificate_registration_of_certificate on certificate_registration (county, certificate, from_on);
create index certificate_registration_of_person on certificate_registration (county, person);
grant select, insert, update on certificate_registration to yz_app;
select yz_wall('certificate_registration');
insert into certificate_registration (id, county, station, version, created_at, created_by, certificate, person, from_on, until_on)
  select gen_random_uuid(), county, station, 1, created_at, created_by, id, person, registered_on, registered_until
  from certificate where registered_on is not null;

-- Whether a post brings its holder close to minors: asked of the appointment, which has its own days.
alter table appointment add column close_to_minors boolean;

create table intern (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  school text not null,
  major text,
  teacher text not null,
  guide uuid,
  from_on date not null,
  to_on date,
  hours integer,
  evaluation text,
  constraint intern_key primary key (county, id),
  constraint intern_guide foreign key (county, guide) references person (county, id),
  constraint intern_station foreign key (county, station) references station (county, id),
  constraint intern_days check (to_on is null or to_on >= from_on)
);
create index intern_of_station on intern (county, station, from_on);
grant select, insert, update on intern to yz_app;
select yz_wall('intern');

create table street_manager (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  office text not null,
  from_on date not null,
  to_on date,
  constraint street_manager_key primary key (county, id),
  constraint street_manager_station foreign key (county, station) references station (county, id),
  constraint street_manager_days check (to_on is null or to_on >= from_on)
);
create index street_manager_of_station on street_manager (county, station, from_on);
grant select, insert, update on street_manager to yz_app;
select yz_wall('street_manager');

create table candidate (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  sex text not null,
  born_on date not null,
  education text not null,
  social_work_major boolean not null,
  certificate text,
  issued_on date,
  registered_on date,
  registered_until date,
  local_household boolean not null,
  local_minority boolean not null,
  post text not null,
  origin text not null,
  full_time boolean not null,
  from_on date not null,
  state text not null,
  reason text,
  constraint candidate_key primary key (county, id),
  constraint candidate_station foreign key (county, station) references station (county, id)
);
create index candidate_of_station on candidate (county, station, from_on);
grant select, insert, update on candidate to yz_app;
select yz_wall('candidate');

-- An import that nothing was built upon may be undone; its audit lines stay.
grant delete on person, appointment, certificate, certificate_registration to yz_app;
create index service_record_of_worker on service_record (county, worker);
