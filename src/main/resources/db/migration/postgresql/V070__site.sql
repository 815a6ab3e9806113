-- Sites behind a proxy that asks here: each belongs to an organisation. Lists stand one entry a line.
create table site (
    id text not null,
    organisation_id text not null,
    name text not null,
    secret_hash text not null,
    old_secret_hash text,
    old_secret_until bigint,
    origins text not null,
    rules text not null,
    least_acr text,
    created_at bigint not null,
    constraint site_pk primary key (id),
    constraint site_secret_unique unique (secret_hash),
    constraint site_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
);

create index site_organisation on site (organisation_id, id);

create index site_old_secret on site (old_secret_hash) where old_secret_hash is not null;

-- What a browser is let into one origin of a site by: it ends with the session it hangs on.
create table site_session (
    account_id text not null,
    session_id text not null,
    site_id text not null,
    origin text not null,
    token_hash text not null,
    created_at bigint not null,
    constraint site_session_pk primary key (account_id, session_id, site_id, origin),
    constraint site_session_token_unique unique (token_hash),
    constraint site_session_account_fk foreign key (account_id) references account (id) on delete cascade,
    constraint site_session_session_fk foreign key (session_id) references session (id) on delete cascade,
    constraint site_session_site_fk foreign key (site_id) references site (id) on delete cascade
);

create index site_session_session on site_session (session_id);

create index site_session_site on site_session (site_id);

-- The way from a sign-in here to the site's own host: good once, for one address and one browser.
create table site_ticket (
    hash text not null,
    account_id text not null,
    session_id text not null,
    site_id text not null,
    address text not null,
    nonce_hash text not null,
    expires_at bigint not null,
    used_at bigint,
    constraint site_ticket_pk primary key (hash),
    constraint site_ticket_account_fk foreign key (account_id) references account (id) on delete cascade,
    constraint site_ticket_session_fk foreign key (session_id) references session (id) on delete cascade,
    constraint site_ticket_site_fk foreign key (site_id) references site (id) on delete cascade
);

create index site_ticket_account on site_ticket (account_id);

create index site_ticket_session on site_ticket (session_id);

create index site_ticket_site on site_ticket (site_id);

create index site_ticket_expiry on site_ticket (expires_at);

-- Somebody who is on the way to a site, and has to sign in or prove more first.
create table site_request (
    token_hash text not null,
    site_id text not null,
    address text not null,
    nonce_hash text not null,
    fresh_minutes bigint not null,
    created_at bigint not null,
    expires_at bigint not null,
    constraint site_request_pk primary key (token_hash),
    constraint site_request_site_fk foreign key (site_id) references site (id) on delete cascade
);

create index site_request_site on site_request (site_id);

create index site_request_expiry on site_request (expires_at);
