-- Who guides a station, and when it happened (GD-4.1, PZ-2.1c).
create table guidance (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  guide text not null,
  hub uuid,
  person uuid,
  organisation uuid,
  guide_name text not null,
  subject text,
  from_on date not null,
  to_on date,
  constraint guidance_key primary key (county, id),
  constraint guidance_station foreign key (county, station) references station (county, id),
  constraint guidance_of check (station is not null),
  constraint guidance_days check (to_on is null or to_on >= from_on),
  constraint guidance_hub foreign key (county, hub) references station (county, id),
  constraint guidance_person foreign key (county, person) references person (county, id),
  constraint guidance_organisation foreign key (organisation) references organisation (id),
  constraint guidance_guide check ((guide = 'hub') = (hub is not null) and (guide = 'person') = (person is not null) and (guide = 'organisation') = (organisation is not null))
);
create index guidance_by_hub on guidance (county, hub);
create index guidance_at on guidance (county, station);
grant select, insert, update on guidance to yz_app;
select yz_wall('guidance');

create table guidance_visit (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  guidance uuid not null,
  on_day date not null,
  content text not null,
  constraint guidance_visit_key primary key (county, id),
  constraint guidance_visit_station foreign key (county, station) references station (county, id),
  constraint guidance_visit_of foreign key (county, guidance) references guidance (county, id)
);
create index guidance_visit_at on guidance_visit (county, guidance, on_day);
grant select, insert, update on guidance_visit to yz_app;
select yz_wall('guidance_visit');
