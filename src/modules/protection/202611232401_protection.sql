-- Suspected harm and what was done about it, guardianship agreements of children left behind, whom to call.

create table incident (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  number text not null,
  kind text not null,
  situation text not null,
  found_at timestamptz not null,
  source text not null,
  danger boolean not null,
  victim bytea not null,
  client uuid,
  place text not null,
  summary bytea not null,
  files uuid[] not null,
  mandatory boolean not null,
  act_by timestamptz not null,
  state text not null,
  taken_up_at timestamptz,
  closed_on date,
  outcome text,
  closing bytea,
  constraint incident_key primary key (county, id),
  constraint incident_number unique (county, station, number),
  constraint incident_station foreign key (county, station) references station (county, id),
  constraint incident_client foreign key (county, client) references client (county, id),
  constraint incident_place foreign key (place) references place (id)
);
create index incident_of_station on incident (county, station, found_at);
create index incident_of_client on incident (county, client) where client is not null;
grant select, insert, update on incident to yz_app;
select yz_wall('incident');

create table incident_step (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  incident uuid not null,
  kind text not null,
  at timestamptz not null,
  party text,
  receipt text,
  note bytea,
  files uuid[] not null,
  by_name text not null,
  constraint incident_step_key primary key (county, id),
  constraint incident_step_station foreign key (county, station) references station (county, id),
  constraint incident_step_incident foreign key (county, incident) references incident (county, id)
);
create index incident_step_of_incident on incident_step (county, incident, at);
grant select, insert on incident_step to yz_app;
select yz_wall('incident_step');

create table guardianship_agreement (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  parents text not null,
  away_where text,
  entrusted text not null,
  relation text not null,
  phone bytea,
  promises text,
  signed_on date,
  valid_until date,
  files uuid[] not null,
  ended_on date,
  end_reason text,
  constraint guardianship_agreement_key primary key (county, id),
  constraint guardianship_agreement_station foreign key (county, station) references station (county, id),
  constraint guardianship_agreement_client foreign key (county, client) references client (county, id),
  constraint guardianship_agreement_days check (valid_until is null or valid_until >= signed_on)
);
create index guardianship_agreement_of_client on guardianship_agreement (county, client);
create index guardianship_agreement_of_station on guardianship_agreement (county, station);
grant select, insert, update on guardianship_agreement to yz_app;
select yz_wall('guardianship_agreement');

create table emergency_number (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  phone text not null,
  when_to_call text,
  ended_on date,
  constraint emergency_number_key primary key (county, id),
  constraint emergency_number_station foreign key (county, station) references station (county, id)
);
grant select, insert, update on emergency_number to yz_app;
-- whom to call is known to everybody of the county: its stations' people see the county's rows too
alter table emergency_number enable row level security;
alter table emergency_number force row level security;
create policy reach on emergency_number using (
  county = any((select string_to_array(nullif(current_setting('yz.whole', true), ''), ','))::text[])
  or county = any((select string_to_array(nullif(current_setting('yz.counties', true), ''), ','))::text[])
) with check (
  county = any((select string_to_array(nullif(current_setting('yz.whole', true), ''), ','))::text[])
);
create policy owner on emergency_number to current_user using (true) with check (true);
