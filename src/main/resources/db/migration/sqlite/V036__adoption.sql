-- When the head of a seal was handed to the webhook that keeps heads elsewhere; null while it was not.
alter table audit_seal add column told_at integer;

create index audit_seal_untold on audit_seal (sequence) where told_at is null;

-- How many members an organisation had at the end of a day (UTC), and how many of them two-step sign-in. A day on
-- which nothing changed has no row. `day_start` is its first millisecond.
create table adoption_day (
  organisation_id text not null,
  day_start integer not null,
  members integer not null,
  enrolled integer not null,
  constraint adoption_day_pk primary key (organisation_id, day_start),
  constraint adoption_day_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
) strict, without rowid;
