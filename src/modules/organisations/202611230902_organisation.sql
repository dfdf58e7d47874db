create table organisation (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  credit_code text not null,
  registered_with text,
  registered_on date,
  scope text,
  covers_social_work boolean not null,
  local boolean not null,
  constraint organisation_key primary key (id),
  constraint organisation_credit_code unique (credit_code)
);
grant select, insert, update on organisation to yz_app;
