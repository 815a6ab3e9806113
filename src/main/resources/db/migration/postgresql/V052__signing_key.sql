-- Keys that sign what apps are given: sealed, one generation after the other for each algorithm.
create table signing_key (
    id text not null,
    algorithm text not null,
    generation bigint not null,
    sealed bytea not null,
    signs_from bigint not null,
    expires_at bigint not null,
    constraint signing_key_pk primary key (id),
    constraint signing_key_generation unique (algorithm, generation)
);

create index signing_key_expiry on signing_key (expires_at);
