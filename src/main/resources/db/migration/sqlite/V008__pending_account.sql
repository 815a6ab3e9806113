-- Sign-ups whose address is not confirmed yet. Several may wait for one address: the one that is confirmed counts.
create table pending_account (
    id text not null,
    email text not null,
    email_key text not null,
    name text not null,
    locale text not null,
    time_zone text not null,
    password_hash text not null,
    invitation_hash text,
    holder_hash text not null,
    link_hash text not null,
    code_hash text not null,
    attempts_left integer not null,
    sends integer not null,
    next_send_at integer not null,
    created_at integer not null,
    expires_at integer not null,
    constraint pending_account_pk primary key (id),
    constraint pending_account_holder_unique unique (holder_hash),
    constraint pending_account_link_unique unique (link_hash)
) strict;

create index pending_account_email on pending_account (email_key);
create index pending_account_expiry on pending_account (expires_at);
