-- The proof of the master key this database was made with; one row.
create table key_check (
  id integer not null constraint key_check_pk primary key constraint key_check_one check (id = 1),
  proof text not null
) strict;

-- What happened to whom, from where. stream and seal belong to the sealing of the record: a job fills them later.
create table audit_event (
  id text not null constraint audit_event_pk primary key,
  at integer not null,
  type text not null,
  account_id text,
  actor_id text,
  organisation_id text,
  network text not null,
  browser text not null,
  data text not null,
  stream text,
  seal text
) strict;
create index audit_event_of_account on audit_event (account_id, at);

-- Failures in a row. blocked_until is 0 while nothing is blocked; since is when the run began.
create table throttle (
  subject text not null,
  limit_name text not null,
  failures integer not null,
  since integer not null,
  last_failure_at integer not null,
  blocked_until integer not null,
  constraint throttle_pk primary key (subject, limit_name)
) strict;
create index throttle_by_age on throttle (last_failure_at);

-- Failures by day, successes notwithstanding. day_start is midnight UTC in epoch milliseconds.
create table throttle_day (
  subject text not null,
  day_start integer not null,
  failures integer not null,
  constraint throttle_day_pk primary key (subject, day_start)
) strict;
create index throttle_day_by_age on throttle_day (day_start);
