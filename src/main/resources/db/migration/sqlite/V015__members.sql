-- An invitation into an organisation: to whom, by whom, in which message it went out, and whether it was taken back.
alter table invitation add column email text;
alter table invitation add column invited_by text;
alter table invitation add column message_id text;
alter table invitation add column sent_at integer;
alter table invitation add column revoked_at integer;

create index invitation_organisation on invitation (organisation_id, email_key);

-- The owners of an organisation, who are few.
create index membership_owner on membership (organisation_id) where role = 'owner';
