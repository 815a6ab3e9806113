create table factor (
    account_id text not null,
    id text not null,
    type text not null,
    label text not null,
    enrolled_at integer not null,
    last_used_at integer,
    suspended_at integer,
    constraint factor_pk primary key (account_id, id),
    constraint factor_account_fk foreign key (account_id) references account (id) on delete cascade
) strict, without rowid;

create unique index factor_one_active on factor (account_id, type) where type in ('totp', 'sms');

-- A pending secret has the id of its enrolment, which becomes the factor's id when it is confirmed.
create table totp (
    account_id text not null,
    factor_id text not null,
    secret blob not null,
    last_step integer not null,
    drift_steps integer,
    drift_at_step integer,
    active integer not null,
    pending_until integer,
    constraint totp_pk primary key (account_id, factor_id),
    constraint totp_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create unique index totp_one_active on totp (account_id) where active = 1;

create table backup_code (
    account_id text not null,
    code_index text not null,
    number integer not null,
    hash text not null,
    made_at integer not null,
    used_at integer,
    constraint backup_code_pk primary key (account_id, code_index),
    constraint backup_code_account_fk foreign key (account_id) references account (id) on delete cascade
) strict, without rowid;

-- The codes in clear, encrypted, for the one session that may still see them.
create table backup_code_shown (
    account_id text not null,
    session_id text not null,
    codes blob not null,
    made_at integer not null,
    expires_at integer not null,
    constraint backup_code_shown_pk primary key (account_id),
    constraint backup_code_shown_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create index backup_code_shown_expiry on backup_code_shown (expires_at);

-- After a reset: the account enrols again only with this code. The row stays until the code is used.
create table hand_over (
    account_id text not null,
    code_hash text not null,
    expires_at integer not null,
    used_at integer,
    constraint hand_over_pk primary key (account_id),
    constraint hand_over_account_fk foreign key (account_id) references account (id) on delete cascade
) strict, without rowid;
