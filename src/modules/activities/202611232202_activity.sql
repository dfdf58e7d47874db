-- Community activities: plan, sign-in by a code or at the desk, calling out in shifts, whom it reached, what people said of it.

create table activity (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  number text not null,
  name text not null,
  kind text not null,
  on_day date not null,
  starts_at text not null,
  ends_at text not null,
  to_on date,
  venue_kind text not null,
  venue text not null,
  audience text not null,
  target integer not null,
  items text[] not null,
  aim text not null,
  programme text not null,
  asks_contact boolean not null,
  duty text,
  place text,
  partner text,
  division text,
  risks text,
  budget bigint,
  worker uuid not null,
  state text not null,
  code bytea not null,
  code_index bytea not null,
  people integer,
  minutes integer,
  summary text,
  outcome text,
  problems text,
  spent bigint,
  photos uuid[] not null,
  why text,
  constraint activity_key primary key (county, id),
  constraint activity_station foreign key (county, station) references station (county, id),
  constraint activity_worker foreign key (county, worker) references person (county, id),
  constraint activity_place foreign key (place) references place (id),
  constraint activity_number unique (county, station, number),
  constraint activity_code unique (county, code_index),
  constraint activity_days check (to_on is null or to_on >= on_day),
  constraint activity_held check (state <> 'held' or people is not null)
);
create index activity_of_station on activity (county, station, on_day, id);
create index activity_of_county on activity (county, on_day, id);
grant select, insert, update on activity to yz_app;
select yz_wall('activity');

create table activity_shift (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  activity uuid not null,
  name text not null,
  on_day date not null,
  starts_at text not null,
  ends_at text not null,
  needed integer not null,
  constraint activity_shift_key primary key (county, id),
  constraint activity_shift_station foreign key (county, station) references station (county, id),
  constraint activity_shift_activity foreign key (county, activity) references activity (county, id)
);
create index activity_shift_of_activity on activity_shift (county, activity, on_day);
grant select, insert, update on activity_shift to yz_app;
select yz_wall('activity_shift');

create table activity_call (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  activity uuid not null,
  role text not null,
  person uuid,
  name text not null,
  phone bytea,
  shift uuid,
  answer text not null,
  constraint activity_call_key primary key (county, id),
  constraint activity_call_station foreign key (county, station) references station (county, id),
  constraint activity_call_activity foreign key (county, activity) references activity (county, id),
  constraint activity_call_person foreign key (county, person) references person (county, id),
  constraint activity_call_shift foreign key (county, shift) references activity_shift (county, id)
);
create index activity_call_of_activity on activity_call (county, activity);
grant select, insert, update on activity_call to yz_app;
select yz_wall('activity_call');

create table activity_sign_in (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  activity uuid not null,
  way text not null,
  role text not null,
  token text not null,
  client uuid,
  name text,
  phone bytea,
  phone_index bytea,
  shift uuid,
  at timestamptz not null,
  constraint activity_sign_in_key primary key (county, id),
  constraint activity_sign_in_station foreign key (county, station) references station (county, id),
  constraint activity_sign_in_activity foreign key (county, activity) references activity (county, id),
  constraint activity_sign_in_client foreign key (county, client) references client (county, id),
  constraint activity_sign_in_shift foreign key (county, shift) references activity_shift (county, id),
  -- sent twice, or scanned twice by the same phone: one row
  constraint activity_sign_in_once unique (county, activity, token),
  constraint activity_sign_in_client_once unique (county, activity, client),
  constraint activity_sign_in_phone_once unique (county, activity, phone_index)
);
create index activity_sign_in_of_client on activity_sign_in (county, client) where client is not null;
grant select, insert, update, delete on activity_sign_in to yz_app;
select yz_wall('activity_sign_in');

create table activity_reach (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  activity uuid not null,
  category text not null,
  people integer not null,
  constraint activity_reach_key primary key (county, id),
  constraint activity_reach_station foreign key (county, station) references station (county, id),
  constraint activity_reach_activity foreign key (county, activity) references activity (county, id),
  constraint activity_reach_once unique (county, activity, category)
);
grant select, insert, delete on activity_reach to yz_app;
select yz_wall('activity_reach');

create table activity_feedback (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  activity uuid not null,
  way text not null,
  token text not null,
  score integer not null,
  words text,
  at timestamptz not null,
  constraint activity_feedback_key primary key (county, id),
  constraint activity_feedback_station foreign key (county, station) references station (county, id),
  constraint activity_feedback_activity foreign key (county, activity) references activity (county, id),
  constraint activity_feedback_once unique (county, activity, token)
);
grant select, insert on activity_feedback to yz_app;
select yz_wall('activity_feedback');
