create table report (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  level text not null,
  place text not null,
  title text not null,
  period text not null,
  state text not null,
  highlights text,
  problems text,
  next_plan text,
  return_reason text,
  due_on text,
  figures_at timestamptz,
  submitted_by uuid,
  decided_by uuid,
  policy_code text not null,
  policy_hash text not null,
  constraint report_key primary key (county, id),
  constraint report_station foreign key (county, station) references station (county, id),
  constraint report_place foreign key (place) references place (id)
);
-- one report a period of a station, and of an area
create unique index report_once_a_station on report (county, station, period, level) where station is not null;
create unique index report_once_an_area on report (county, place, period, level) where station is null;
create index report_of_period on report (county, period, level);
grant select, insert, update on report to yz_app;
select yz_wall('report');

-- The figures of a report as they were fixed when it was submitted: rows, so that the next level adds them up.
create table report_figure (
  county text not null,
  station uuid,
  report uuid not null,
  measure text not null,
  dimension text not null,
  numerator bigint not null,
  denominator bigint,
  constraint report_figure_key primary key (county, report, measure, dimension),
  constraint report_figure_report foreign key (county, report) references report (county, id)
);
grant select, insert, delete on report_figure to yz_app;
select yz_wall('report_figure');

create table report_step (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  report uuid not null,
  move text not null,
  by_name text not null,
  report_version text not null,
  reason text,
  at timestamptz not null,
  constraint report_step_key primary key (county, id),
  constraint report_step_report foreign key (county, report) references report (county, id)
);
create index report_step_of on report_step (county, report, at);
grant select, insert on report_step to yz_app;
select yz_wall('report_step');
