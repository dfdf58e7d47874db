-- Groups are held by posts; who holds a post is a dated row of its own (GD-3, CG-4.1).
create table working_group (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text not null,
  kind text not null,
  name text not null,
  founded_on date not null,
  dissolved_on date,
  constraint working_group_key primary key (county, id),
  constraint working_group_place foreign key (place) references place (id)
);
create index working_group_of on working_group (place);
grant select, insert, update on working_group to yz_app;
select yz_wall('working_group');

create table group_seat (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  working_group uuid not null,
  line text,
  seat text not null,
  post text not null,
  removed boolean not null,
  constraint group_seat_key primary key (county, id),
  constraint group_seat_of foreign key (county, working_group) references working_group (county, id)
);
create index group_seat_in on group_seat (county, working_group);
grant select, insert, update on group_seat to yz_app;
select yz_wall('group_seat');

create table seat_holder (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  seat uuid not null,
  name text not null,
  from_on date not null,
  to_on date,
  constraint seat_holder_key primary key (county, id),
  constraint seat_holder_of foreign key (county, seat) references group_seat (county, id),
  constraint seat_holder_days check (to_on is null or to_on >= from_on),
  constraint seat_holder_once unique (county, seat, from_on)
);
grant select, insert, update on seat_holder to yz_app;
select yz_wall('seat_holder');

create table group_meeting (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  working_group uuid not null,
  on_day date not null,
  subject text not null,
  attended text not null,
  minutes text not null,
  files uuid[] not null,
  constraint group_meeting_key primary key (county, id),
  constraint group_meeting_of foreign key (county, working_group) references working_group (county, id)
);
create index group_meeting_in on group_meeting (county, working_group, on_day);
grant select, insert, update on group_meeting to yz_app;
select yz_wall('group_meeting');

create table group_matter (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  working_group uuid not null,
  meeting uuid,
  matter text not null,
  responsible text not null,
  due_on date not null,
  done_on date,
  outcome text,
  constraint group_matter_key primary key (county, id),
  constraint group_matter_of foreign key (county, working_group) references working_group (county, id),
  constraint group_matter_meeting foreign key (county, meeting) references group_meeting (county, id)
);
create index group_matter_in on group_matter (county, working_group);
grant select, insert, update on group_matter to yz_app;
select yz_wall('group_matter');
