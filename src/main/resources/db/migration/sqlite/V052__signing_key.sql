-- Keys that sign what apps are given: sealed, one generation after the other for each algorithm.
create table signing_key (
    id text not null,
    algorithm text not null,
    generation integer not null,
    sealed blob not null,
    signs_from integer not null,
    expires_at integer not null,
    constraint signing_key_pk primary key (id),
    constraint signing_key_generation unique (algorithm, generation)
) strict;

create index signing_key_expiry on signing_key (expires_at);
