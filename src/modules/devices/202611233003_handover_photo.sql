-- What was photographed, signed or spoken for what a stopped or shut phone hands over: sealed on the phone under a key of its
-- own, which comes in the box; opened for the head only, when asked for.

create table handover_photo (
  county text not null,
  station uuid,
  handover uuid not null,
  photo uuid not null,
  name text not null,
  field text not null,
  read_by text not null,
  lock bytea not null,
  content bytea,
  constraint handover_photo_key primary key (county, handover, photo),
  constraint handover_photo_handover foreign key (county, handover) references handover (county, id)
);
grant select, insert, update on handover_photo to yz_app;
select yz_wall('handover_photo');
