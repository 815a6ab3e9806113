-- Applications that keep their own passwords and have only the second step verified here. Without a key nothing of
-- theirs is answered.
create table verify_app (
    id text not null,
    organisation_id text not null,
    name text not null,
    key_hash text,
    hint text,
    old_key_hash text,
    old_key_until integer,
    created_at integer not null,
    constraint verify_app_pk primary key (id),
    constraint verify_app_key_unique unique (key_hash),
    constraint verify_app_old_key_unique unique (old_key_hash),
    constraint verify_app_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
) strict;

create index verify_app_organisation on verify_app (organisation_id, id);
