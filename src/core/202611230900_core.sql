-- The tables every module stands on. Tenant tables begin their key with `county`, the immutable home code of the
-- area that owns the row (scale.md rule 1); `station` names the station within it, or null for the area's own rows.

-- The second wall, said once: rows outside the scope of the transaction do not exist. A missing scope is empty.
create function yz_wall(target regclass) returns void language plpgsql as $wall$
declare
  inside constant text := $inside$
    county = any((select string_to_array(nullif(current_setting('yz.whole', true), ''), ','))::text[])
    or (station = any((select string_to_array(nullif(current_setting('yz.stations', true), ''), ','))::uuid[])
      and county = any((select string_to_array(nullif(current_setting('yz.counties', true), ''), ','))::text[]))$inside$;
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy reach on %s using (%s) with check (%s)', target, inside, inside);
  execute format('create policy owner on %s to %I using (true) with check (true)', target, current_user);
end
$wall$;
revoke execute on function yz_wall(regclass) from public;

-- Exactly once: the row keeps who, what and the record's id, never the body.
create table op_log (
  county text not null,
  op_id uuid not null,
  account uuid not null,
  request_hash bytea not null,
  record text,
  answer jsonb,
  at timestamptz not null,
  constraint op_log_key primary key (county, op_id)
);
grant select, insert, update on op_log to yz_app;

create table audit_head (
  county text not null,
  station uuid not null,
  seq bigint not null,
  head bytea not null,
  constraint audit_head_key primary key (county, station)
);
grant select, insert, update on audit_head to yz_app;

create table audit (
  county text not null,
  station uuid not null,
  seq bigint not null,
  at timestamptz not null,
  account uuid not null,
  action text not null,
  entity text not null,
  record text not null,
  version integer not null,
  changes jsonb not null,
  hash bytea not null,
  constraint audit_key primary key (county, station, seq)
);
create index audit_record on audit (county, record, seq);
grant select, insert on audit to yz_app;
select yz_wall('audit');

-- Who looked at what was hidden. Append-only, apart from the chain so that no look locks a station.
create table access_log (
  county text not null,
  id uuid not null,
  station uuid,
  at timestamptz not null,
  account uuid not null,
  entity text not null,
  record text not null,
  field text not null,
  reason text not null,
  constraint access_log_key primary key (county, id)
);
create index access_log_record on access_log (county, record, at);
grant select, insert on access_log to yz_app;
select yz_wall('access_log');

create table fact (
  county text not null,
  id uuid not null,
  station uuid not null,
  kind text not null,
  on_day date not null,
  recorded_at timestamptz not null,
  variant text,
  place text,
  worker uuid,
  client uuid,
  people integer not null,
  minutes integer not null,
  fen bigint not null,
  items text[] not null,
  source_entity text not null,
  source uuid not null,
  sign smallint not null,
  reverses uuid,
  constraint fact_key primary key (county, id),
  constraint fact_sign check (sign in (1, -1) and (sign = -1) = (reverses is not null))
);
create index fact_station_day on fact (county, station, on_day);
create index fact_source on fact (county, source);
grant select, insert on fact to yz_app;
select yz_wall('fact');

-- A fact was written for this month since its roll-up was worked out.
create table stale_month (
  county text not null,
  station uuid not null,
  month text not null,
  touched_at timestamptz not null,
  constraint stale_month_key primary key (county, station, month)
);
grant select, insert, update, delete on stale_month to yz_app;
select yz_wall('stale_month');

create table measure_cell (
  county text not null,
  station uuid not null,
  month text not null,
  measure text not null,
  dimension text not null,
  numerator bigint not null,
  denominator bigint,
  constraint measure_cell_key primary key (county, station, month, measure, dimension)
);
grant select, insert, update, delete on measure_cell to yz_app;
select yz_wall('measure_cell');

create table record_count (
  county text not null,
  station uuid not null,
  entity text not null,
  records bigint not null,
  constraint record_count_key primary key (county, station, entity)
);
grant select, insert, update on record_count to yz_app;
select yz_wall('record_count');

create table search_token (
  county text not null,
  station uuid,
  token text collate "C" not null,
  entity text not null,
  id uuid not null,
  constraint search_token_key primary key (county, token, entity, id)
);
create index search_token_station on search_token (county, station, token, entity, id);
create index search_token_record on search_token (county, entity, id);
grant select, insert, delete on search_token to yz_app;
select yz_wall('search_token');

create table file (
  county text not null,
  id uuid not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  type text not null,
  size integer not null,
  sha256 text not null,
  constraint file_key primary key (county, id)
);
grant select, insert on file to yz_app;
select yz_wall('file');

-- One wrapped data key a county; the master key is outside the database.
create table data_key (
  county text not null,
  number smallint not null,
  wrapped bytea not null,
  constraint data_key_key primary key (county, number)
);
grant select, insert on data_key to yz_app;
