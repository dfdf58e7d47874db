-- Phones in the field, what they could not deliver themselves, and the key they seal it to.

create table device (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  account uuid not null,
  label text not null,
  app_version text not null,
  last_sync_at timestamptz,
  unsent integer not null,
  oldest_unsent_at timestamptz,
  persistent boolean not null,
  state text not null,
  revoked_reason text,
  constraint device_key primary key (county, id),
  constraint device_station foreign key (county, station) references station (county, id),
  constraint device_account foreign key (account) references account (id)
);
create index device_of_station on device (county, station);
create index device_of_account on device (account);
grant select, insert, update on device to yz_app;
select yz_wall('device');

-- What a phone proves itself by when nobody is logged in on it: the fingerprint of a token only it knows.
create table device_token (
  county text not null,
  station uuid,
  device uuid not null,
  token_hash bytea not null,
  constraint device_token_key primary key (county, device),
  constraint device_token_device foreign key (county, device) references device (county, id)
);
grant select, insert on device_token to yz_app;
select yz_wall('device_token');

-- The key pair of the installation that phones seal unsent work to; the private half is sealed itself.
create table handover_key (
  one boolean not null default true,
  public text not null,
  private bytea not null,
  constraint handover_key_key primary key (one),
  constraint handover_key_one check (one)
);
grant select, insert on handover_key to yz_app;

create table handover (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  account uuid not null,
  writer_name text not null,
  call text not null,
  command text not null,
  content bytea not null,
  typed_at timestamptz not null,
  why text not null,
  state text not null,
  settled_by text,
  note text,
  constraint handover_pkey primary key (county, id),
  constraint handover_once unique (county, command),
  constraint handover_station foreign key (county, station) references station (county, id),
  constraint handover_account foreign key (account) references account (id)
);
create index handover_of_station on handover (county, station, state);
grant select, insert, update on handover to yz_app;
select yz_wall('handover');
