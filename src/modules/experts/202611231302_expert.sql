-- The offices above the counties in scope, themselves included: what an office keeps for all below it (courses, experts)
-- is read by their stations, and by nobody of another area.
create function yz_offices() returns text[] language sql stable as $$
  select coalesce(array_agg(distinct a.county), '{}')
  from unnest(string_to_array(nullif(current_setting('yz.counties', true), ''), ',')) as c(id)
    cross join lateral (
      with recursive above as (
        select c.id as place
        union
        select t.parent from above join place_tenure t on t.place = above.place
        where t.parent is not null and t.to_on is null
      ) select p.county from above join place p on p.id = above.place
    ) a
$$;

create table expert (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  name text not null,
  kind text not null,
  person uuid,
  organisation uuid,
  workplace text,
  title text not null,
  body text,
  expertise text[] not null,
  tasks text[] not null,
  phone bytea,
  from_on date not null,
  to_on date,
  constraint expert_key primary key (county, id),
  constraint expert_person foreign key (county, person) references person (county, id),
  constraint expert_organisation foreign key (organisation) references organisation (id),
  constraint expert_days check (to_on is null or to_on >= from_on)
);
create index expert_of_county on expert (county, name);
grant select, insert, update on expert to yz_app;
select yz_wall('expert');
create policy of_office on expert for select using (station is null and county = any((select yz_offices())::text[]));

create table expert_conflict (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  expert uuid not null,
  about_county text,
  about uuid,
  organisation uuid,
  reason text not null,
  from_on date not null,
  to_on date,
  constraint expert_conflict_key primary key (county, id),
  constraint expert_conflict_expert foreign key (county, expert) references expert (county, id),
  constraint expert_conflict_organisation foreign key (organisation) references organisation (id),
  constraint expert_conflict_of_one check (about is not null or organisation is not null),
  constraint expert_conflict_days check (to_on is null or to_on >= from_on)
);
create index expert_conflict_of_expert on expert_conflict (county, expert);
grant select, insert, update on expert_conflict to yz_app;
select yz_wall('expert_conflict');
create policy of_office on expert_conflict for select using (station is null and county = any((select yz_offices())::text[]));

-- Who guides, trains or judges which station: many to many, from–to. It stands at the station it is for.
create table assignment (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  task text not null,
  expert_county text,
  expert uuid,
  expert_name text not null,
  organisation uuid,
  duty text,
  from_on date not null,
  to_on date,
  constraint assignment_key primary key (county, id),
  constraint assignment_station foreign key (county, station) references station (county, id),
  constraint assignment_organisation foreign key (organisation) references organisation (id),
  constraint assignment_of_one check (expert is not null or organisation is not null),
  constraint assignment_days check (to_on is null or to_on >= from_on)
);
create index assignment_of_station on assignment (county, station, from_on);
create index assignment_of_expert on assignment (county, expert);
grant select, insert, update on assignment to yz_app;
select yz_wall('assignment');
