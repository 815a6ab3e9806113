create table challenge (
    id text not null,
    token_hash text not null,
    account_id text not null,
    epoch integer not null,
    purpose text not null,
    device_id text,
    bound integer not null,
    session_id text,
    evidence text not null,
    attempts_left integer not null,
    created_at integer not null,
    expires_at integer not null,
    closed_at integer,
    constraint challenge_pk primary key (id),
    constraint challenge_token_unique unique (token_hash),
    constraint challenge_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create index challenge_expiry on challenge (expires_at);

create table enrolment_grant (
    id text not null,
    token_hash text not null,
    account_id text not null,
    epoch integer not null,
    device_id text,
    evidence text not null,
    remember integer not null,
    created_at integer not null,
    expires_at integer not null,
    closed_at integer,
    constraint enrolment_grant_pk primary key (id),
    constraint enrolment_grant_token_unique unique (token_hash),
    constraint enrolment_grant_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create index enrolment_grant_expiry on enrolment_grant (expires_at);

create table enrolment (
    account_id text not null,
    id text not null,
    epoch integer not null,
    type text not null,
    holder_id text not null,
    label text not null,
    attempts_left integer not null,
    created_at integer not null,
    expires_at integer not null,
    closed_at integer,
    constraint enrolment_pk primary key (account_id, id),
    constraint enrolment_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create index enrolment_expiry on enrolment (expires_at);

create table enrolment_reminder (
    account_id text not null,
    hidden_until integer not null,
    constraint enrolment_reminder_pk primary key (account_id),
    constraint enrolment_reminder_account_fk foreign key (account_id) references account (id) on delete cascade
) strict, without rowid;

create table password_link (
    token_hash text not null,
    account_id text not null,
    epoch integer not null,
    created_at integer not null,
    expires_at integer not null,
    used_at integer,
    constraint password_link_pk primary key (token_hash),
    constraint password_link_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create index password_link_expiry on password_link (expires_at);
