-- The mailed links that let a network sign in to an account under attack, and until when they do.
create table sign_in_permit (
    token_hash text not null,
    account_id text not null,
    network text not null,
    browser text not null,
    created_at integer not null,
    expires_at integer not null,
    allowed_until integer,
    constraint sign_in_permit_pk primary key (token_hash),
    constraint sign_in_permit_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create index sign_in_permit_account on sign_in_permit (account_id);
create index sign_in_permit_expiry on sign_in_permit (expires_at);
