create table organisation (
    id text not null,
    name text not null,
    created_at bigint not null,
    constraint organisation_pk primary key (id)
);

create table membership (
    account_id text not null,
    organisation_id text not null,
    role text not null,
    managing integer not null default 0,
    since bigint not null,
    constraint membership_pk primary key (account_id, organisation_id),
    constraint membership_account_fk foreign key (account_id) references account (id) on delete cascade,
    constraint membership_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
);

create index membership_organisation on membership (organisation_id, account_id);

create unique index membership_one_managing on membership (account_id) where managing = 1;

-- An organisation without a row follows the installation's policy.
create table policy (
    organisation_id text not null,
    document text not null,
    changed_at bigint not null,
    constraint policy_pk primary key (organisation_id),
    constraint policy_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
);

create table invitation (
    id text not null,
    token_hash text not null,
    email_key text,
    organisation_id text,
    role text,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    constraint invitation_pk primary key (id),
    constraint invitation_token_unique unique (token_hash),
    constraint invitation_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
);

create index invitation_expiry on invitation (expires_at);

-- One row at most: the newest set-up link. `completed_at` is set by the first start and stays.
create table first_start (
    id integer not null,
    token_hash text,
    expires_at bigint,
    completed_at bigint,
    constraint first_start_pk primary key (id),
    constraint first_start_single check (id = 1)
);
