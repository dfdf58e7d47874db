-- The transaction's scope in one setting, `whole|stations|counties`, each a comma list: every request sends it, and three
-- settings were three statements (decisions/0003).
create function yz_inside() returns text language sql immutable as $$
  select $inside$
    county = any((select string_to_array(nullif(split_part(current_setting('yz.scope', true), '|', 1), ''), ','))::text[])
    or (station = any((select string_to_array(nullif(split_part(current_setting('yz.scope', true), '|', 2), ''), ','))::uuid[])
      and county = any((select string_to_array(nullif(split_part(current_setting('yz.scope', true), '|', 3), ''), ','))::text[]))$inside$
$$;

create or replace function yz_wall(target regclass) returns void language plpgsql as $wall$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy reach on %s using (%s) with check (%s)', target, yz_inside(), yz_inside());
  execute format('create policy owner on %s to %I using (true) with check (true)', target, current_user);
end
$wall$;

do $$
declare
  target regclass;
begin
  for target in
    select polrelid from pg_policy where polname = 'reach' and pg_get_expr(polqual, polrelid) like '%yz.stations%'
  loop
    execute format('alter policy reach on %s using (%s) with check (%s)', target, yz_inside(), yz_inside());
  end loop;
end
$$;

alter policy reach on emergency_number using (
  county = any((select string_to_array(nullif(split_part(current_setting('yz.scope', true), '|', 1), ''), ','))::text[])
  or county = any((select string_to_array(nullif(split_part(current_setting('yz.scope', true), '|', 3), ''), ','))::text[])
) with check (
  county = any((select string_to_array(nullif(split_part(current_setting('yz.scope', true), '|', 1), ''), ','))::text[])
);

create or replace function yz_offices() returns text[] language sql stable as $$
  select coalesce(array_agg(distinct a.county), '{}')
  from unnest(string_to_array(nullif(split_part(current_setting('yz.scope', true), '|', 3), ''), ',')) as c(id)
    cross join lateral (
      with recursive above as (
        select c.id as place
        union
        select t.parent from above join place_tenure t on t.place = above.place
        where t.parent is not null and t.to_on is null
      ) select p.county from above join place p on p.id = above.place
    ) a
$$;
