-- Whose log an event stands in: the organisation that it tells of; else, in `stream`, the one that managed the account
-- when it happened. `stream` is written with the event and sealed with it.
create index audit_event_of_log on audit_event (coalesce(organisation_id, stream), at, id)
  where coalesce(organisation_id, stream) is not null;
create index audit_event_of_log_by_type on audit_event (coalesce(organisation_id, stream), type, at, id)
  where coalesce(organisation_id, stream) is not null;
create index audit_event_of_log_about on audit_event (coalesce(organisation_id, stream), account_id, at, id)
  where coalesce(organisation_id, stream) is not null;

-- What owners and admins did, to others or to the organisation: few.
create index audit_event_of_log_by_actor on audit_event (coalesce(organisation_id, stream), actor_id, at, id)
  where account_id is null or account_id <> actor_id;

-- The list of one account is paged by time and id.
drop index audit_event_of_account;
create index audit_event_of_account on audit_event (account_id, at, id);

-- When an account last signed in, however much else happened since.
create index audit_event_signed_in on audit_event (account_id, at) where type = 'signed-in';
