-- Calls of the JSON API that carry an Idempotency-Key. status is null while the call runs; answer is null when it was done and its
-- answer, which held a secret, was not kept.
create table idempotency_key (
    account_id text not null,
    session_id text not null,
    method text not null,
    path text not null,
    key_text text not null,
    body_hash text not null,
    claimed_at integer not null,
    expires_at integer not null,
    status integer,
    answer text,
    constraint idempotency_key_pk primary key (account_id, session_id, method, path, key_text)
) strict;

create index idempotency_key_expires_at on idempotency_key (expires_at);
