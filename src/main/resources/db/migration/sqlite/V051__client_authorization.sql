-- A request of an app that waits for its person: what was asked, and how far the person is.
create table client_request (
    token_hash text not null,
    asked text not null,
    created_at integer not null,
    expires_at integer not null,
    chosen integer not null default 0,
    stepped_up integer not null default 0,
    consented_by text,
    constraint client_request_pk primary key (token_hash)
) strict;

create index client_request_expiry on client_request (expires_at);

-- What an account gave an app, with the evidence of the session that it was given on.
create table client_authorization (
    account_id text not null,
    id text not null,
    client_id text not null,
    epoch integer not null,
    session_id text not null,
    offline integer not null,
    scopes text not null,
    evidence text not null,
    session_created_at integer not null,
    redirect_uri text,
    nonce text,
    code_challenge text,
    created_at integer not null,
    last_used_at integer not null,
    expires_at integer not null,
    tell_logout integer not null default 0,
    constraint client_authorization_pk primary key (account_id, id),
    constraint client_authorization_account_fk foreign key (account_id) references account (id) on delete cascade,
    constraint client_authorization_client_fk foreign key (client_id) references client (id) on delete cascade
) strict;

create index client_authorization_client on client_authorization (client_id);

create index client_authorization_expiry on client_authorization (expires_at);

-- The few whose app is to be told of the session's end.
create index client_authorization_logout on client_authorization (session_id) where tell_logout = 1;

-- Codes, access tokens and refresh tokens, as hashes.
create table client_token (
    hash text not null,
    account_id text not null,
    authorization_id text not null,
    kind text not null,
    scopes text not null,
    issued_at integer not null,
    expires_at integer not null,
    used_at integer,
    constraint client_token_pk primary key (hash),
    constraint client_token_authorization_fk foreign key (account_id, authorization_id)
        references client_authorization (account_id, id) on delete cascade
) strict;

create index client_token_authorization on client_token (account_id, authorization_id);

create index client_token_expiry on client_token (expires_at);

-- What a person agreed to, once for each app.
create table client_consent (
    account_id text not null,
    client_id text not null,
    scopes text not null,
    given_at integer not null,
    constraint client_consent_pk primary key (account_id, client_id),
    constraint client_consent_account_fk foreign key (account_id) references account (id) on delete cascade,
    constraint client_consent_client_fk foreign key (client_id) references client (id) on delete cascade
) strict, without rowid;

create index client_consent_client on client_consent (client_id);
