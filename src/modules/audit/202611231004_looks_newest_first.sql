-- The same for looks at what was hidden.
create index access_log_newest on access_log (county, at, id);
