-- A session is named to its owner and to the security officer by an id; neither its token nor the hash leaves the server.
alter table session add column id uuid not null default gen_random_uuid();
alter table session alter column id drop default;
alter table session add constraint session_id unique (id);
-- A one-time code is accepted once (RFC 6238, 5.2): the time step of the last one.
alter table account_secret add column totp_step bigint;
