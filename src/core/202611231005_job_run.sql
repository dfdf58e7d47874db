-- What people asked to be done in the background, and how far it is. The queue itself belongs to the jobs' own role.
create table job_run (
  id uuid not null,
  account uuid not null,
  kind text not null,
  label text not null,
  state text not null,
  done integer not null,
  total integer not null,
  parameters jsonb not null,
  file_name text,
  file_type text,
  problem text,
  created_at timestamptz not null,
  finished_at timestamptz,
  -- the reach it was made with: a result is only given to who still reaches as far
  reach jsonb,
  constraint job_run_key primary key (id)
);
create index job_run_of on job_run (account, created_at);
grant select, insert, update, delete on job_run to yz_app;
