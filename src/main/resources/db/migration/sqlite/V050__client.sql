-- Apps that sign people in here: each belongs to an organisation. Lists stand one entry a line.
create table client (
    id text not null,
    organisation_id text not null,
    name text not null,
    kind text not null,
    secret_hash text,
    old_secret_hash text,
    old_secret_until integer,
    redirects text not null,
    logout_redirects text not null,
    back_channel text,
    scopes text not null,
    algorithm text not null,
    pkce integer not null,
    device integer not null,
    audience text not null,
    consent text not null,
    least_acr text,
    created_at integer not null,
    constraint client_pk primary key (id),
    constraint client_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
) strict;

create index client_organisation on client (organisation_id, id);
