-- Keys that programs manage an organisation with. Each lives only as long as whoever made it is an owner without a
-- break since then: maker_since is from when they have been one.
create table api_key (
    id text not null,
    organisation_id text not null,
    account_id text not null,
    name text not null,
    token_hash text not null,
    hint text not null,
    scopes text not null,
    maker_since bigint not null,
    created_at bigint not null,
    expires_at bigint not null,
    last_used_at bigint,
    last_used_network text,
    ended_at bigint,
    ended_why text,
    constraint api_key_pk primary key (id),
    constraint api_key_token unique (token_hash),
    constraint api_key_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade,
    constraint api_key_account_fk foreign key (account_id) references account (id) on delete cascade
);

create index api_key_organisation on api_key (organisation_id, id);

create index api_key_account on api_key (account_id);

create index api_key_ended on api_key (ended_at) where ended_at is not null;

create index api_key_expiry on api_key (expires_at) where ended_at is null;
