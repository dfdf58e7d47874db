-- Meetings: agenda, who was asked and came, minutes, and what was decided until it is done.

create table meeting (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text not null,
  kind text not null,
  line text,
  subject text not null,
  on_day date not null,
  starts_at text not null,
  venue text not null,
  chair text not null,
  recorder text,
  state text not null,
  minutes text,
  duration integer,
  files uuid[] not null,
  why text,
  constraint meeting_key primary key (county, id),
  constraint meeting_station foreign key (county, station) references station (county, id),
  constraint meeting_place foreign key (place) references place (id),
  constraint meeting_minuted check (state <> 'held' or minutes is not null)
);
create index meeting_of_station on meeting (county, station, on_day, id);
create index meeting_of_county on meeting (county, on_day, id);
create index meeting_of_line on meeting (county, line, on_day) where line is not null;
grant select, insert, update on meeting to yz_app;
select yz_wall('meeting');

create table meeting_topic (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  meeting uuid not null,
  ordinal integer not null,
  topic text not null,
  presenter text,
  conclusion text,
  constraint meeting_topic_key primary key (county, id),
  constraint meeting_topic_station foreign key (county, station) references station (county, id),
  constraint meeting_topic_meeting foreign key (county, meeting) references meeting (county, id)
);
create index meeting_topic_of_meeting on meeting_topic (county, meeting, ordinal);
grant select, insert, delete on meeting_topic to yz_app;
select yz_wall('meeting_topic');

create table meeting_attendee (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  meeting uuid not null,
  ordinal integer not null,
  unit text,
  name text,
  presence text,
  constraint meeting_attendee_key primary key (county, id),
  constraint meeting_attendee_station foreign key (county, station) references station (county, id),
  constraint meeting_attendee_meeting foreign key (county, meeting) references meeting (county, id),
  constraint meeting_attendee_somebody check (unit is not null or name is not null)
);
create index meeting_attendee_of_meeting on meeting_attendee (county, meeting);
grant select, insert, delete on meeting_attendee to yz_app;
select yz_wall('meeting_attendee');

create table meeting_decision (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  meeting uuid not null,
  what text not null,
  who text not null,
  due_on date not null,
  done_on date,
  outcome text,
  dropped boolean not null,
  constraint meeting_decision_key primary key (county, id),
  constraint meeting_decision_station foreign key (county, station) references station (county, id),
  constraint meeting_decision_meeting foreign key (county, meeting) references meeting (county, id)
);
create index meeting_decision_of_meeting on meeting_decision (county, meeting, due_on);
create index meeting_decision_open on meeting_decision (county, station, due_on) where done_on is null and not dropped;
grant select, insert, update on meeting_decision to yz_app;
select yz_wall('meeting_decision');
