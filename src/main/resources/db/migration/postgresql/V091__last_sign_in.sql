-- When an account last signed in: a list is in that order, and the audit log forgets.
alter table account add column signed_in_at bigint;
update account set signed_in_at =
  (select max(e.at) from audit_event e where e.account_id = account.id and e.type = 'signed-in');
drop index audit_event_signed_in;
