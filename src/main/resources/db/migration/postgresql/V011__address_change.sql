-- The new address that an account asks for, until the code that was mailed there is typed: the newest one only. An
-- address that has an account already stands here like any other; its code was sent to nobody.
create table address_change (
    account_id text not null,
    id text not null,
    holder_id text not null,
    epoch bigint not null,
    address text not null,
    attempts_left integer not null,
    created_at bigint not null,
    expires_at bigint not null,
    constraint address_change_pk primary key (account_id),
    constraint address_change_account_fk foreign key (account_id) references account (id) on delete cascade
);

create index address_change_expiry on address_change (expires_at);

-- The links that put the address back which an account had before a change.
create table address_undo (
    token_hash text not null,
    account_id text not null,
    address text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    constraint address_undo_pk primary key (token_hash),
    constraint address_undo_account_fk foreign key (account_id) references account (id) on delete cascade
);

create index address_undo_account on address_undo (account_id);
create index address_undo_expiry on address_undo (expires_at);

-- Where the link was mailed; null where it was shown at the console.
alter table password_link add column address text;
