-- The division tree (house.md room 5). Reference tables: they belong to no county's data and name only who may change them.
create table place (
  id text not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  kind text not null,
  division_code text,
  source text not null,
  constraint place_key primary key (id)
);
create index place_county on place (county);
grant select, insert, update on place to yz_app;

create table place_tenure (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text not null,
  name text not null,
  parent text,
  from_on date not null,
  to_on date,
  constraint place_tenure_key primary key (id),
  constraint place_tenure_place foreign key (place) references place (id),
  constraint place_tenure_parent foreign key (parent) references place (id),
  constraint place_tenure_days check (to_on is null or to_on >= from_on),
  constraint place_tenure_once unique (place, from_on)
);
create index place_tenure_parent_of on place_tenure (parent, place);
create index place_tenure_name on place_tenure (name text_pattern_ops);
grant select, insert, update on place_tenure to yz_app;

create table place_succession (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  predecessor text not null,
  successor text not null,
  change text not null,
  on_day date not null,
  document text,
  constraint place_succession_key primary key (id),
  constraint place_succession_predecessor foreign key (predecessor) references place (id),
  constraint place_succession_successor foreign key (successor) references place (id),
  constraint place_succession_once unique (predecessor, successor, on_day)
);
grant select, insert on place_succession to yz_app;

create table place_merger (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text not null,
  from_on date not null,
  note text,
  constraint place_merger_key primary key (id),
  constraint place_merger_place foreign key (place) references place (id),
  constraint place_merger_once unique (place)
);
grant select, insert, update on place_merger to yz_app;

-- The tree as it stood on a day: each place with its name and parent of that day.
create function place_on(day date) returns table (id text, kind text, county text, division_code text, name text, parent text, from_on date, to_on date)
language sql stable as $$
  select p.id, p.kind, p.county, p.division_code, t.name, t.parent, t.from_on, t.to_on
  from place p join place_tenure t on t.place = p.id
  where t.from_on <= day and (t.to_on is null or t.to_on >= day)
$$;

-- A place and everything below it on a day.
create function place_within(root text, day date) returns table (id text)
language sql stable as $$
  with recursive below as (
    select root as id
    union
    select t.place from below join place_tenure t on t.parent = below.id
    where t.from_on <= day and (t.to_on is null or t.to_on >= day)
  ) select id from below
$$;

-- A place and everything above it on a day, nearest first.
create function place_above(leaf text, day date) returns table (id text, depth integer)
language sql stable as $$
  with recursive above as (
    select leaf as id, 0 as depth
    union
    select t.parent, above.depth + 1 from above join place_tenure t on t.place = above.id
    where t.parent is not null and t.from_on <= day and (t.to_on is null or t.to_on >= day)
  ) select id, depth from above
$$;
