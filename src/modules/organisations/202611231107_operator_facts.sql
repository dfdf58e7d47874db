-- What is looked at before an organisation may run a station: its yearly inspection, and the review of its people (KM-A2q, BH-4.1).
create table annual_inspection (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  organisation uuid not null,
  year integer not null,
  conclusion text not null,
  on_day date not null,
  document text,
  constraint annual_inspection_key primary key (id),
  constraint annual_inspection_of foreign key (organisation) references organisation (id),
  constraint annual_inspection_once unique (organisation, year)
);
grant select, insert, update on annual_inspection to yz_app;

create table operator_vetting (
  id uuid not null,
  county text not null,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  organisation uuid not null,
  on_day date not null,
  people integer not null,
  passed boolean not null,
  document text,
  constraint operator_vetting_key primary key (id),
  constraint operator_vetting_of foreign key (organisation) references organisation (id)
);
create index operator_vetting_on on operator_vetting (organisation, on_day);
grant select, insert, update on operator_vetting to yz_app;
