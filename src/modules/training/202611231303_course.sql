create table course (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  title text not null,
  way text not null,
  kind text not null,
  kind_name text not null,
  from_on date not null,
  to_on date not null,
  hours numeric not null,
  continuing boolean not null,
  teacher text,
  expert_county text,
  expert uuid,
  venue text,
  seats integer,
  summary text,
  materials text,
  files uuid[] not null,
  state text not null,
  cancel_reason text,
  constraint course_key primary key (county, id),
  constraint course_station foreign key (county, station) references station (county, id),
  constraint course_days check (to_on >= from_on)
);
create index course_of_county on course (county, from_on, id);
create index course_of_station on course (county, station, from_on);
grant select, insert, update on course to yz_app;
select yz_wall('course');
-- what an office offers is read by the stations of its area
create policy of_office on course for select using (station is null and county = any((select yz_offices())::text[]));

-- Somebody on a course's list. It stands where the person's file stands, so that it is reached like the person.
create table attendance (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  course_county text not null,
  course uuid not null,
  course_title text not null,
  kind_name text not null,
  on_day date not null,
  person uuid not null,
  person_name text not null,
  state text not null,
  hours numeric not null,
  continuing boolean not null,
  constraint attendance_key primary key (county, id),
  constraint attendance_person foreign key (county, person) references person (county, id),
  constraint attendance_once unique (county, person, course)
);
create index attendance_of_person on attendance (county, person, on_day);
create index attendance_of_course on attendance (course, county);
grant select, insert, update on attendance to yz_app;
select yz_wall('attendance');
