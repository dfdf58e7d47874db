create table service_record (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  on_day date not null,
  form text not null,
  items text[] not null,
  people integer not null,
  minutes integer not null,
  place text,
  summary text not null,
  files uuid[] not null,
  worker uuid not null,
  state text not null,
  reversed_reason text,
  constraint service_record_key primary key (county, id),
  constraint service_record_station foreign key (county, station) references station (county, id),
  constraint service_record_worker foreign key (county, worker) references person (county, id),
  constraint service_record_place foreign key (place) references place (id)
);
create index service_record_of_station on service_record (county, station, on_day, id);
create index service_record_of_county on service_record (county, on_day, id);
grant select, insert, update on service_record to yz_app;
select yz_wall('service_record');
