-- Forms begun on a phone and not saved yet, copied here for their writer's next phone. No record: nothing of them is audited,
-- nobody else reads them, and they go when the form is saved or after thirty days.

create table field_draft (
  county text not null,
  station uuid,
  account uuid not null,
  -- which form, as an index that is searched for only: its name says about whom
  form bytea not null,
  stamp uuid not null,
  kept_at timestamptz not null,
  content bytea not null,
  constraint field_draft_key primary key (county, account, form),
  constraint field_draft_account foreign key (account) references account (id)
);
create index field_draft_old on field_draft (kept_at);
grant select, insert, update, delete on field_draft to yz_app;
select yz_wall('field_draft');
