create table document_template (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text not null,
  title text not null,
  lines text[] not null,
  files uuid[] not null,
  note text,
  constraint document_template_key primary key (county, id),
  constraint document_template_place foreign key (place) references place (id),
  constraint document_template_of_area check (station is null)
);
grant select, insert, update on document_template to yz_app;
select yz_wall('document_template');

-- One row an edition: what was in force on a day is read from its own days.
create table rule_document (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text,
  title text not null,
  lines text[] not null,
  edition integer not null,
  first uuid,
  template_county text,
  template uuid,
  state text not null,
  adopted_by text,
  in_force_from date,
  in_force_until date,
  on_wall boolean not null,
  note text,
  files uuid[] not null,
  constraint rule_document_key primary key (county, id),
  constraint rule_document_station foreign key (county, station) references station (county, id),
  constraint rule_document_place foreign key (place) references place (id),
  constraint rule_document_first foreign key (county, first) references rule_document (county, id),
  constraint rule_document_edition unique (county, first, edition),
  constraint rule_document_home check ((station is null) = (place is not null)),
  constraint rule_document_in_force check (state <> 'adopted' or in_force_from is not null),
  constraint rule_document_days check (in_force_until is null or in_force_until >= in_force_from)
);
create index rule_document_of_station on rule_document (county, station, in_force_from);
create index rule_document_of_template on rule_document (county, template, station) where template is not null;
grant select, insert, update on rule_document to yz_app;
select yz_wall('rule_document');

create table work_plan (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  place text,
  line text,
  title text not null,
  from_on date not null,
  to_on date not null,
  adopted_by text,
  files uuid[] not null,
  constraint work_plan_key primary key (county, id),
  constraint work_plan_station foreign key (county, station) references station (county, id),
  constraint work_plan_place foreign key (place) references place (id),
  constraint work_plan_home check ((station is null) = (place is not null)),
  constraint work_plan_days check (to_on >= from_on)
);
create index work_plan_of_station on work_plan (county, station, from_on);
grant select, insert, update on work_plan to yz_app;
select yz_wall('work_plan');

create table plan_task (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  plan uuid not null,
  title text not null,
  owner text,
  due_on date not null,
  added_on date not null,
  progress integer not null,
  done_on date,
  dropped_on date,
  note text,
  constraint plan_task_key primary key (county, id),
  constraint plan_task_plan foreign key (county, plan) references work_plan (county, id),
  constraint plan_task_station foreign key (county, station) references station (county, id),
  constraint plan_task_progress check (progress between 0 and 100 and (done_on is null or progress = 100)),
  constraint plan_task_once check (done_on is null or dropped_on is null)
);
create index plan_task_of_plan on plan_task (county, plan, due_on);
grant select, insert, update on plan_task to yz_app;
select yz_wall('plan_task');
