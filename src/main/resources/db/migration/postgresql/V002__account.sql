create table account (
    id text not null,
    email text not null,
    email_key text not null,
    name text not null,
    locale text not null,
    time_zone text not null,
    epoch bigint not null default 0,
    operator integer not null default 0,
    created_at bigint not null,
    constraint account_pk primary key (id),
    constraint account_email_key_unique unique (email_key)
);

create table password (
    account_id text not null,
    hash text not null,
    changed_at bigint not null,
    constraint password_pk primary key (account_id),
    constraint password_account_fk foreign key (account_id) references account (id) on delete cascade
);
