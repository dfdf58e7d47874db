-- Clients and households with everything a file holds, each row from–to; duplicates, merges and transfers.

create table household (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  head_name text not null,
  place text not null,
  address bytea,
  address_index bytea,
  housing text,
  area numeric,
  income text,
  yearly_income bigint,
  debts text,
  memo text,
  constraint household_key primary key (county, id),
  constraint household_station foreign key (county, station) references station (county, id),
  constraint household_place foreign key (place) references place (id)
);
create index household_of_station on household (county, station, head_name, id);
create index household_of_county on household (county, head_name, id);
create index household_address on household (county, address_index);
create index household_in_place on household (county, place);
grant select, insert, update on household to yz_app;
select yz_wall('household');

create table client (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  sex text not null,
  born_on date,
  id_number bytea,
  id_number_index bytea,
  no_id_reason text,
  phone bytea,
  phone_index bytea,
  place text not null,
  address bytea,
  address_index bytea,
  household uuid,
  former_name text,
  ethnic_group text,
  schooling text,
  marital text,
  occupation text,
  institution text,
  memo text,
  state text not null,
  closed_on date,
  closing text,
  merged_into uuid,
  constraint client_key primary key (county, id),
  constraint client_station foreign key (county, station) references station (county, id),
  constraint client_place foreign key (place) references place (id),
  constraint client_household foreign key (county, household) references household (county, id),
  constraint client_merged_into foreign key (county, merged_into) references client (county, id)
);
create index client_of_station on client (county, station, name, id);
create index client_of_county on client (county, name, id);
create index client_id_number on client (county, id_number_index);
create index client_phone on client (county, phone_index);
create index client_address on client (county, address_index);
create index client_name_born on client (county, name, born_on);
create index client_in_place on client (county, place);
create index client_of_household on client (county, household) where household is not null;
create index client_merged_into on client (county, merged_into) where merged_into is not null;
grant select, insert, update on client to yz_app;
select yz_wall('client');

create table client_station (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  served_by uuid not null,
  from_on date not null,
  to_on date,
  handover text,
  records integer,
  constraint client_station_key primary key (county, id),
  constraint client_station_station foreign key (county, station) references station (county, id),
  constraint client_station_client foreign key (county, client) references client (county, id),
  constraint client_station_served_by foreign key (county, served_by) references station (county, id),
  constraint client_station_days check (to_on is null or to_on >= from_on)
);
create index client_station_of_client on client_station (county, client, from_on);
grant select, insert, update on client_station to yz_app;
select yz_wall('client_station');

create table client_worker (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  worker uuid not null,
  from_on date not null,
  to_on date,
  constraint client_worker_key primary key (county, id),
  constraint client_worker_station foreign key (county, station) references station (county, id),
  constraint client_worker_client foreign key (county, client) references client (county, id),
  constraint client_worker_worker foreign key (county, worker) references person (county, id),
  constraint client_worker_days check (to_on is null or to_on >= from_on)
);
create index client_worker_of_client on client_worker (county, client, from_on);
create index client_worker_of_worker on client_worker (county, worker) where to_on is null;
grant select, insert, update on client_worker to yz_app;
select yz_wall('client_worker');

create table client_category (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  category text not null,
  from_on date not null,
  to_on date,
  source text not null,
  proof uuid[] not null,
  confirmed_on date,
  included_on date,
  end_reason text,
  constraint client_category_key primary key (county, id),
  constraint client_category_station foreign key (county, station) references station (county, id),
  constraint client_category_client foreign key (county, client) references client (county, id),
  constraint client_category_days check (to_on is null or to_on >= from_on)
);
create index client_category_of_client on client_category (county, client, from_on);
create index client_category_of_station on client_category (county, station, category);
grant select, insert, update on client_category to yz_app;
select yz_wall('client_category');

create table client_risk (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  level text not null,
  reasons text not null,
  from_on date not null,
  to_on date,
  review_on date not null,
  constraint client_risk_key primary key (county, id),
  constraint client_risk_station foreign key (county, station) references station (county, id),
  constraint client_risk_client foreign key (county, client) references client (county, id),
  constraint client_risk_review check (review_on >= from_on),
  constraint client_risk_days check (to_on is null or to_on >= from_on)
);
create index client_risk_of_client on client_risk (county, client, from_on);
create index client_risk_of_station on client_risk (county, station, level) where to_on is null;
grant select, insert, update on client_risk to yz_app;
select yz_wall('client_risk');

create table client_care (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  self_care text not null,
  carer text,
  health bytea,
  from_on date not null,
  to_on date,
  constraint client_care_key primary key (county, id),
  constraint client_care_station foreign key (county, station) references station (county, id),
  constraint client_care_client foreign key (county, client) references client (county, id),
  constraint client_care_days check (to_on is null or to_on >= from_on)
);
create index client_care_of_client on client_care (county, client, from_on);
grant select, insert, update on client_care to yz_app;
select yz_wall('client_care');

create table guardian (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  name text not null,
  relation text not null,
  kind text not null,
  phone bytea,
  from_on date not null,
  to_on date,
  memo text,
  constraint guardian_key primary key (county, id),
  constraint guardian_station foreign key (county, station) references station (county, id),
  constraint guardian_client foreign key (county, client) references client (county, id),
  constraint guardian_days check (to_on is null or to_on >= from_on)
);
create index guardian_of_client on guardian (county, client, from_on);
grant select, insert, update on guardian to yz_app;
select yz_wall('guardian');

create table consent (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  purpose text not null,
  basis text not null,
  law text,
  notice_version text not null,
  way text,
  given_by text,
  guardian uuid,
  on_day date not null,
  proof uuid[] not null,
  withdrawn_on date,
  withdrawn_reason text,
  constraint consent_key primary key (county, id),
  constraint consent_station foreign key (county, station) references station (county, id),
  constraint consent_client foreign key (county, client) references client (county, id),
  constraint consent_guardian foreign key (county, guardian) references guardian (county, id),
  constraint consent_withdrawal check (withdrawn_on is null or withdrawn_on >= on_day)
);
create index consent_of_client on consent (county, client, on_day);
grant select, insert, update on consent to yz_app;
select yz_wall('consent');

create table client_contact (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  kind text not null,
  name text not null,
  relation text not null,
  strength text not null,
  phone bytea,
  urgent boolean not null,
  memo text,
  to_on date,
  constraint client_contact_key primary key (county, id),
  constraint client_contact_station foreign key (county, station) references station (county, id),
  constraint client_contact_client foreign key (county, client) references client (county, id)
);
create index client_contact_of_client on client_contact (county, client, id);
grant select, insert, update on client_contact to yz_app;
select yz_wall('client_contact');

create table need (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  kind text not null,
  content text not null,
  found_on date not null,
  state text not null,
  closed_on date,
  result text,
  constraint need_key primary key (county, id),
  constraint need_station foreign key (county, station) references station (county, id),
  constraint need_client foreign key (county, client) references client (county, id),
  constraint need_days check (closed_on is null or closed_on >= found_on)
);
create index need_of_client on need (county, client, found_on);
create index need_of_station on need (county, station, state, found_on);
grant select, insert, update on need to yz_app;
select yz_wall('need');

create table needs_assessment (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  household uuid,
  on_day date not null,
  covers text[] not null,
  mood text,
  summary text not null,
  worker uuid not null,
  constraint needs_assessment_key primary key (county, id),
  constraint needs_assessment_station foreign key (county, station) references station (county, id),
  constraint needs_assessment_client foreign key (county, client) references client (county, id),
  constraint needs_assessment_household foreign key (county, household) references household (county, id),
  constraint needs_assessment_worker foreign key (county, worker) references person (county, id)
);
create index needs_assessment_of_client on needs_assessment (county, client, on_day);
grant select, insert, update on needs_assessment to yz_app;
select yz_wall('needs_assessment');

create table client_alert (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  content text not null,
  from_on date not null,
  to_on date,
  constraint client_alert_key primary key (county, id),
  constraint client_alert_station foreign key (county, station) references station (county, id),
  constraint client_alert_client foreign key (county, client) references client (county, id),
  constraint client_alert_days check (to_on is null or to_on >= from_on)
);
create index client_alert_of_client on client_alert (county, client, from_on);
grant select, insert, update on client_alert to yz_app;
select yz_wall('client_alert');

create table family_tracing (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  client uuid not null,
  on_day date not null,
  way text not null,
  result text not null,
  content text not null,
  constraint family_tracing_key primary key (county, id),
  constraint family_tracing_station foreign key (county, station) references station (county, id),
  constraint family_tracing_client foreign key (county, client) references client (county, id)
);
create index family_tracing_of_client on family_tracing (county, client, on_day);
grant select, insert, update on family_tracing to yz_app;
select yz_wall('family_tracing');

create table household_member (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  household uuid not null,
  client uuid,
  name text not null,
  relation text not null,
  born_on date,
  occupation text,
  health text,
  from_on date,
  to_on date,
  constraint household_member_key primary key (county, id),
  constraint household_member_station foreign key (county, station) references station (county, id),
  constraint household_member_household foreign key (county, household) references household (county, id),
  constraint household_member_client foreign key (county, client) references client (county, id),
  constraint household_member_days check (to_on is null or from_on is null or to_on >= from_on)
);
create index household_member_of_household on household_member (county, household);
create index household_member_of_client on household_member (county, client) where client is not null;
grant select, insert, update on household_member to yz_app;
select yz_wall('household_member');

create table duplicate (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  first uuid not null,
  second uuid not null,
  why text[] not null,
  state text not null,
  found_on date not null,
  decided_on date,
  memo text,
  constraint duplicate_key primary key (county, id),
  constraint duplicate_station foreign key (county, station) references station (county, id),
  constraint duplicate_first foreign key (county, first) references client (county, id),
  constraint duplicate_second foreign key (county, second) references client (county, id),
  constraint duplicate_once unique (county, first, second),
  constraint duplicate_order check (first < second)
);
create index duplicate_of_station on duplicate (county, station, state, found_on, id);
create index duplicate_of_county on duplicate (county, state, found_on, id);
create index duplicate_second on duplicate (county, second);
grant select, insert, update on duplicate to yz_app;
select yz_wall('duplicate');

create table client_merge (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  kept uuid not null,
  merged uuid not null,
  on_day date not null,
  reason text not null,
  took text[] not null,
  before bytea not null,
  undone_on date,
  undone_reason text,
  constraint client_merge_key primary key (county, id),
  constraint client_merge_station foreign key (county, station) references station (county, id),
  constraint client_merge_kept foreign key (county, kept) references client (county, id),
  constraint client_merge_merged foreign key (county, merged) references client (county, id),
  constraint client_merge_apart check (kept <> merged)
);
create index client_merge_kept on client_merge (county, kept);
create index client_merge_merged on client_merge (county, merged);
grant select, insert, update on client_merge to yz_app;
select yz_wall('client_merge');

create table client_moved (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  merge uuid not null,
  entity text not null,
  field text not null,
  record text not null,
  former_station text,
  constraint client_moved_key primary key (county, id),
  constraint client_moved_station foreign key (county, station) references station (county, id),
  constraint client_moved_merge foreign key (county, merge) references client_merge (county, id)
);
create index client_moved_of_merge on client_moved (county, merge);
grant select, insert on client_moved to yz_app;
select yz_wall('client_moved');

create table client_transfer (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  side text not null,
  other_county text not null,
  other uuid not null,
  client_county text not null,
  client uuid not null,
  client_name text not null,
  about text not null,
  from_station_county text not null,
  from_station uuid not null,
  from_name text not null,
  to_station_county text not null,
  to_station uuid not null,
  to_name text not null,
  reason text not null,
  handover text not null,
  consent_by text not null,
  consent_on date not null,
  proof uuid[] not null,
  state text not null,
  offered_on date not null,
  answered_on date,
  answer text,
  becomes_county text,
  becomes uuid,
  constraint client_transfer_key primary key (county, id),
  constraint client_transfer_station foreign key (county, station) references station (county, id)
);
create index client_transfer_of_station on client_transfer (county, station, state, offered_on, id);
create index client_transfer_of_client on client_transfer (county, client);
grant select, insert, update on client_transfer to yz_app;
select yz_wall('client_transfer');
