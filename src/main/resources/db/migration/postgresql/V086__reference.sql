-- A person as an application calls them: never an account. What was given out carries the epoch it was made in; a
-- reset begins another. pending_until is null from the first enrolment that was confirmed.
create table verify_reference (
    id text not null,
    app_id text not null,
    reference text not null,
    epoch bigint not null default 0,
    created_at bigint not null,
    pending_until bigint,
    constraint verify_reference_pk primary key (id),
    constraint verify_reference_unique unique (app_id, reference),
    constraint verify_reference_app_fk foreign key (app_id) references verify_app (id) on delete cascade
);

create index verify_reference_expiry on verify_reference (pending_until) where pending_until is not null;

-- What references hold: the tables factor, totp and backup_code once more.
create table reference_factor (
    reference_id text not null,
    id text not null,
    type text not null,
    label text not null,
    enrolled_at bigint not null,
    last_used_at bigint,
    suspended_at bigint,
    constraint reference_factor_pk primary key (reference_id, id),
    constraint reference_factor_reference_fk foreign key (reference_id) references verify_reference (id) on delete cascade
);

create unique index reference_factor_one_active on reference_factor (reference_id, type);

create table reference_totp (
    reference_id text not null,
    factor_id text not null,
    secret bytea not null,
    last_step bigint not null,
    drift_steps bigint,
    drift_at_step bigint,
    active integer not null,
    pending_until bigint,
    constraint reference_totp_pk primary key (reference_id, factor_id),
    constraint reference_totp_reference_fk foreign key (reference_id) references verify_reference (id) on delete cascade
);

create unique index reference_totp_one_active on reference_totp (reference_id) where active = 1;

create index reference_totp_expiry on reference_totp (pending_until) where pending_until is not null;

create table reference_backup_code (
    reference_id text not null,
    code_index text not null,
    number integer not null,
    hash text not null,
    made_at bigint not null,
    used_at bigint,
    constraint reference_backup_code_pk primary key (reference_id, code_index),
    constraint reference_backup_code_reference_fk foreign key (reference_id) references verify_reference (id) on delete cascade
);

-- An app that is being connected; its id becomes the factor's.
create table reference_enrolment (
    id text not null,
    reference_id text not null,
    epoch bigint not null,
    attempts_left integer not null,
    created_at bigint not null,
    expires_at bigint not null,
    closed_at bigint,
    constraint reference_enrolment_pk primary key (id),
    constraint reference_enrolment_reference_fk foreign key (reference_id) references verify_reference (id) on delete cascade
);

create index reference_enrolment_reference on reference_enrolment (reference_id);

create index reference_enrolment_expiry on reference_enrolment (expires_at);

-- An application's question. Of a reference that nobody has enrolled there is one, too: reference_id is null then,
-- and no answer is right. A right answer puts a result in, which the application redeems once.
create table reference_challenge (
    id text not null,
    token_hash text not null,
    app_id text not null,
    reference_id text,
    reference text not null,
    purpose text not null,
    epoch bigint not null,
    attempts_left integer not null,
    created_at bigint not null,
    expires_at bigint not null,
    closed_at bigint,
    factor text,
    result_hash text,
    result_until bigint,
    redeemed_at bigint,
    constraint reference_challenge_pk primary key (id),
    constraint reference_challenge_token_unique unique (token_hash),
    constraint reference_challenge_result_unique unique (result_hash),
    constraint reference_challenge_app_fk foreign key (app_id) references verify_app (id) on delete cascade,
    constraint reference_challenge_reference_fk foreign key (reference_id) references verify_reference (id) on delete cascade
);

create index reference_challenge_app on reference_challenge (app_id);

create index reference_challenge_reference on reference_challenge (reference_id);

create index reference_challenge_expiry on reference_challenge (expires_at);
