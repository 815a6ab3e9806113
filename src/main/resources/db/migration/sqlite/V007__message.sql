-- Messages on their way out. `content` (to whom, and with which values) is encrypted, and gone once it is settled.
create table message (
    id text not null,
    account_id text,
    channel text not null,
    kind text not null,
    carries_code integer not null,
    content blob,
    locale text not null,
    time_zone text not null,
    status text not null,
    attempts integer not null,
    created_at integer not null,
    next_at integer not null,
    expires_at integer not null,
    claimed_by text,
    claimed_until integer,
    gateway text,
    reference text,
    reason text,
    settled_at integer,
    constraint message_pk primary key (id),
    constraint message_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create index message_waiting on message (next_at) where status = 'waiting';
create index message_sending on message (claimed_until) where status = 'sending';
create index message_reference on message (gateway, reference) where reference is not null;
create index message_account on message (account_id);
create index message_created on message (created_at);
