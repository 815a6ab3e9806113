-- Since when a member has their role. Before this nobody wrote it down: as long as they are a member.
alter table membership add column role_since integer;
update membership set role_since = since;

-- The resets that wait for their time or for a second admin, one an account. One of another epoch is dead.
create table waiting_reset (
    account_id text not null,
    id text not null,
    organisation_id text not null,
    asked_by text not null,
    reason text not null,
    epoch integer not null,
    stop_hash text not null,
    asked_at integer not null,
    due_at integer not null,
    two_admins integer not null,
    approved_by text,
    approved_at integer,
    constraint waiting_reset_pk primary key (account_id),
    constraint waiting_reset_id_unique unique (id),
    constraint waiting_reset_stop_unique unique (stop_hash),
    constraint waiting_reset_account_fk foreign key (account_id) references account (id) on delete cascade,
    constraint waiting_reset_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
) strict;

create index waiting_reset_organisation on waiting_reset (organisation_id, id);
