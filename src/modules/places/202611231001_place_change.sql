-- Changes of the tree (issue 2, C): who becomes whom, from which day; boundaries an office brings itself.
alter table place_tenure add column document text;
create index place_tenure_ended on place_tenure (to_on) where to_on is not null;
-- the day that load.server.ts gives to everything it loads: rows after it are few
create index place_tenure_begun on place_tenure (from_on) where from_on > '1949-10-01';
create index place_succession_successor on place_succession (successor, predecessor);
create index place_division_code on place (division_code);

-- A mark set by mistake leaves the table of marks that stand, and is kept here with the reason.
grant delete on place_merger to yz_app;
create table place_merger_withdrawal (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text not null,
  from_on date not null,
  note text,
  reason text not null,
  constraint place_merger_withdrawal_key primary key (id),
  constraint place_merger_withdrawal_place foreign key (place) references place (id)
);
create index place_merger_withdrawal_of on place_merger_withdrawal (place);
grant select, insert on place_merger_withdrawal to yz_app;

create table place_boundary (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text not null,
  file_name text not null,
  source text not null,
  shapes integer not null,
  sha256 text not null,
  removed_reason text,
  constraint place_boundary_key primary key (id),
  constraint place_boundary_place foreign key (place) references place (id)
);
create unique index place_boundary_shown on place_boundary (place) where removed_reason is null;
grant select, insert, update on place_boundary to yz_app;

-- The drawing itself, apart from its record: it is large, and it goes when the boundary is taken away.
create table place_boundary_drawing (
  boundary uuid not null,
  geojson text not null,
  constraint place_boundary_drawing_key primary key (boundary),
  constraint place_boundary_drawing_of foreign key (boundary) references place_boundary (id)
);
grant select, insert, delete on place_boundary_drawing to yz_app;

-- Where a place counts on a day on which it does not stand: one that has ended counts in its only successor, else
-- where it last lay; one that has not begun counts in its only predecessor, else where it will first lie. So the rows
-- of a merged township are reached and counted through the new one, and those of a split one stay with the county.
create function place_beyond(day date) returns table (id text, counts_in text)
language sql stable as $$
  select t.place, coalesce((
    select min(s.successor) from place_succession s where s.predecessor = t.place and s.on_day = t.to_on + 1 having count(*) = 1
  ), t.parent)
  from place_tenure t
  where t.to_on is not null and t.to_on < day
    and not exists (select from place_tenure later where later.place = t.place and later.from_on > t.from_on)
  union all
  select t.place, coalesce((
    select min(s.predecessor) from place_succession s where s.successor = t.place and s.on_day = t.from_on having count(*) = 1
  ), t.parent)
  from place_tenure t
  where t.from_on > '1949-10-01' and t.from_on > day
    and not exists (select from place_tenure earlier where earlier.place = t.place and earlier.from_on < t.from_on)
$$;

-- A place and everything that counts below it on a day; only of some kinds, if given.
create function place_within(root text, day date, only_kinds text[]) returns table (id text)
language sql stable as $$
  with recursive below as (
    select root as place
    union
    select under.place from below cross join lateral (
      select t.place from place_tenure t
      where t.parent = below.place and ((t.from_on <= day and (t.to_on is null or t.to_on >= day))
        or exists (select from place_beyond(day) b where b.id = t.place and b.counts_in = below.place))
      union all
      select s.predecessor from place_succession s
      where s.successor = below.place and exists (select from place_beyond(day) b where b.id = s.predecessor and b.counts_in = below.place)
      union all
      select s.successor from place_succession s
      where s.predecessor = below.place and exists (select from place_beyond(day) b where b.id = s.successor and b.counts_in = below.place)
    ) under
    where only_kinds is null or (select p.kind from place p where p.id = under.place) = any(only_kinds)
  ) select below.place from below
$$;

create or replace function place_within(root text, day date) returns table (id text)
language sql stable as $$ select w.id from place_within(root, day, null) w $$;

-- A place and everything it counts in on a day, nearest first: the same rule the other way round.
create or replace function place_above(leaf text, day date) returns table (id text, depth integer)
language sql stable as $$
  with recursive above as (
    select leaf as id, 0 as depth
    union
    select up.id, above.depth + 1 from above cross join lateral (
      select t.parent as id from place_tenure t
      where t.place = above.id and t.from_on <= day and (t.to_on is null or t.to_on >= day)
      union all
      select b.counts_in from place_beyond(day) b where b.id = above.id
    ) up where up.id is not null
  ) select id, depth from above
$$;
