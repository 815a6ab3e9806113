-- The links "This wasn't me" of notices. The address is the one that was confirmed before what the notice tells of.
create table not_me (
    token_hash text not null,
    account_id text not null,
    address text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    constraint not_me_pk primary key (token_hash),
    constraint not_me_account_fk foreign key (account_id) references account (id) on delete cascade
);

create index not_me_account on not_me (account_id);
create index not_me_expiry on not_me (expires_at);
