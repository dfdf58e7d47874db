-- Who is to be visited how often where the document leaves it to the street (官渡区方案 附件3 第24项).
create table visit_arrangement (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  label text not null,
  categories text[] not null,
  span text not null,
  times integer not null,
  ways text[] not null,
  basis text not null,
  from_on date not null,
  to_on date,
  constraint visit_arrangement_key primary key (county, id),
  constraint visit_arrangement_station foreign key (county, station) references station (county, id),
  constraint visit_arrangement_days check (to_on is null or to_on >= from_on)
);
create index visit_arrangement_of_station on visit_arrangement (county, station, from_on);
grant select, insert, update on visit_arrangement to yz_app;
select yz_wall('visit_arrangement');
