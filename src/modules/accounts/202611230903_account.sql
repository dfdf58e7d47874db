-- Accounts are not tenant rows: a login must be found before its scope is known. The door narrows them by `county` and `station`.
create table account (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  login text not null,
  name text not null,
  state text not null,
  station_county text,
  station uuid,
  person_county text,
  person uuid,
  must_change_password boolean not null,
  two_factor boolean not null,
  demo boolean not null,
  constraint account_key primary key (id),
  constraint account_login unique (login)
);
create index account_county on account (county, station);
grant select, insert, update on account to yz_app;

create table account_role (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  account uuid not null,
  role text not null,
  place text,
  station_county text,
  station uuid,
  organisation uuid,
  from_on date not null,
  to_on date,
  constraint account_role_key primary key (id),
  constraint account_role_account foreign key (account) references account (id),
  constraint account_role_place foreign key (place) references place (id),
  constraint account_role_anchor check (num_nonnulls(place, station, organisation) = 1)
);
create index account_role_of on account_role (account);
grant select, insert, update on account_role to yz_app;

-- Secrets apart from the record: no list, export or audit line can ever carry them.
create table account_secret (
  account uuid not null,
  password_hash text,
  totp bytea,
  totp_pending bytea,
  constraint account_secret_key primary key (account),
  constraint account_secret_account foreign key (account) references account (id)
);
grant select, insert, update on account_secret to yz_app;

create table session (
  token_hash bytea not null,
  account uuid not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  idle_minutes integer not null,
  ip text not null,
  agent text not null,
  constraint session_key primary key (token_hash),
  constraint session_account foreign key (account) references account (id)
);
create index session_of on session (account);
grant select, insert, update, delete on session to yz_app;

-- One-time links: an invitation, or a password set anew.
create table invitation (
  token_hash bytea not null,
  account uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint invitation_key primary key (token_hash),
  constraint invitation_account foreign key (account) references account (id)
);
grant select, insert, update on invitation to yz_app;

-- Failed logins by account name and by address; neither key comes from the body alone.
create table login_failure (
  subject text not null,
  failures integer not null,
  first_at timestamptz not null,
  locked_until timestamptz,
  constraint login_failure_key primary key (subject)
);
grant select, insert, update, delete on login_failure to yz_app;
