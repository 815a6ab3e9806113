-- How an organisation shows itself to its members. No row: as this server does.
create table brand (
    organisation_id text not null,
    accent text,
    support_email text,
    support_phone text,
    support_link text,
    changed_at integer not null,
    constraint brand_pk primary key (organisation_id),
    constraint brand_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
) strict;

-- A PNG of this server's own making, at an address that ends in `name`.
create table logo (
    organisation_id text not null,
    name text not null,
    picture blob not null,
    changed_at integer not null,
    constraint logo_pk primary key (organisation_id),
    constraint logo_name_unique unique (name),
    constraint logo_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
) strict;
