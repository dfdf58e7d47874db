-- Who a service was given to; the name stands as it was on that day.
create table service_client (
  id uuid not null,
  county text not null,
  station uuid,
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  service uuid not null,
  client uuid not null,
  client_name text not null,
  constraint service_client_key primary key (county, id),
  constraint service_client_station foreign key (county, station) references station (county, id),
  constraint service_client_service foreign key (county, service) references service_record (county, id),
  constraint service_client_client foreign key (county, client) references client (county, id),
  constraint service_client_once unique (county, service, client)
);
create index service_client_of_client on service_client (county, client);
grant select, insert, update, delete on service_client to yz_app;
select yz_wall('service_client');
