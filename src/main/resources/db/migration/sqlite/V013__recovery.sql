-- The account recoveries that wait, one an account. One of another epoch or address than the account's is dead.
create table recovery (
    account_id text not null,
    id text not null,
    epoch integer not null,
    address_hash text not null,
    begun_at integer not null,
    ready_at integer not null,
    constraint recovery_pk primary key (account_id),
    constraint recovery_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create index recovery_ready on recovery (ready_at);

-- The mailed links that begin one.
create table recovery_link (
    token_hash text not null,
    account_id text not null,
    epoch integer not null,
    address_hash text not null,
    created_at integer not null,
    expires_at integer not null,
    used_at integer,
    constraint recovery_link_pk primary key (token_hash),
    constraint recovery_link_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create index recovery_link_account on recovery_link (account_id);
create index recovery_link_expiry on recovery_link (expires_at);
