-- The audit pages read newest first, one county at a time.
create index audit_newest on audit (county, at, station, seq);
