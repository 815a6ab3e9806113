-- A passkey is offered in one session only. session_id is empty once the person said no.
alter table passkey_offer rename column declined_at to made_at;
alter table passkey_offer add column session_id text not null default '';
