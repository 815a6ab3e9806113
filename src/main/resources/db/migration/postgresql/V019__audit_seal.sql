-- Seals: each is a keyed hash over a batch of events and the seal before. `pruned` is a keyed hash on the last one
-- whose events were deleted by retention, so that nobody else can mark one; those before it are deleted themselves.
create table audit_seal (
  sequence bigint not null constraint audit_seal_pk primary key,
  hash text not null,
  events bigint not null,
  newest_at bigint not null,
  sealed_at bigint not null,
  pruned text
);

create index audit_event_unsealed on audit_event (id) where seal is null;
create index audit_event_by_seal on audit_event (seal) where seal is not null;
