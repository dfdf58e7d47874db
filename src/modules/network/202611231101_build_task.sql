-- What a city or county plans to build itself, by year, place and level (PZ-2.1).
create table build_task (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  year integer not null,
  planner text not null,
  place text not null,
  level text not null,
  count integer not null,
  constraint build_task_key primary key (county, id),
  constraint build_task_planner foreign key (planner) references place (id),
  constraint build_task_place foreign key (place) references place (id),
  constraint build_task_once unique (county, year, planner, place, level)
);
create index build_task_of on build_task (place, year);
grant select, insert, update on build_task to yz_app;
select yz_wall('build_task');
