create table device (
    id text not null,
    browser text not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    constraint device_pk primary key (id)
);

create index device_last_seen on device (last_seen_at);

-- Every secret the device was given. One is retired a minute after a later one was first presented.
create table device_secret (
    hash text not null,
    device_id text not null,
    sequence bigint not null,
    created_at bigint not null,
    presented_at bigint,
    good_until bigint,
    constraint device_secret_pk primary key (hash),
    constraint device_secret_device_fk foreign key (device_id) references device (id) on delete cascade
);

create unique index device_secret_sequence on device_secret (device_id, sequence);

-- The accounts that a device has signed in to, and until when it skips the second step for them.
create table device_account (
    account_id text not null,
    device_id text not null,
    first_seen_at bigint not null,
    last_seen_at bigint not null,
    remembered_at bigint,
    remembered_until bigint,
    remembered_epoch bigint,
    browser text not null,
    network text not null,
    constraint device_account_pk primary key (account_id, device_id),
    constraint device_account_account_fk foreign key (account_id) references account (id) on delete cascade,
    constraint device_account_device_fk foreign key (device_id) references device (id) on delete cascade
);

create index device_account_device on device_account (device_id);

create table session (
    id text not null,
    token_hash text not null,
    account_id text not null,
    epoch bigint not null,
    device_id text,
    created_at bigint not null,
    last_used_at bigint not null,
    expires_at bigint not null,
    evidence text not null,
    browser text not null,
    network text not null,
    constraint session_pk primary key (id),
    constraint session_token_unique unique (token_hash),
    constraint session_account_fk foreign key (account_id) references account (id) on delete cascade
);

create index session_account on session (account_id, last_used_at);

create index session_expiry on session (expires_at);
