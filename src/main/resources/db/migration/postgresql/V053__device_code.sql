-- A device without a browser waits for its person (RFC 8628). The account is known once somebody allowed it.
create table device_code (
    hash text not null,
    user_code_hash text not null,
    client_id text not null,
    scopes text not null,
    network text not null,
    state text not null,
    account_id text,
    authorization_id text,
    created_at bigint not null,
    expires_at bigint not null,
    poll_after bigint not null,
    interval_seconds bigint not null,
    constraint device_code_pk primary key (hash),
    constraint device_code_user_code_unique unique (user_code_hash),
    constraint device_code_client_fk foreign key (client_id) references client (id) on delete cascade
);

create index device_code_client on device_code (client_id);

create index device_code_expiry on device_code (expires_at);
