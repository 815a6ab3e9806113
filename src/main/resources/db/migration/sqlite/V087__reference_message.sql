-- Where codes of references go: the tables phone, sent_code and send_pace once more, and addresses, which accounts
-- have in their own row. In reference_sent_code and reference_send_pace, reference_id is what stands for application
-- and reference together, also of a reference that nobody has enrolled: its codes go nowhere, at the same pace.
create table reference_phone (
    reference_id text not null,
    state text not null,
    factor_id text not null,
    number blob not null,
    number_hash text not null,
    pending_until integer,
    constraint reference_phone_pk primary key (reference_id, state),
    constraint reference_phone_state check (state in ('pending', 'active')),
    constraint reference_phone_reference_fk foreign key (reference_id) references verify_reference (id) on delete cascade
) strict;

create index reference_phone_expiry on reference_phone (pending_until) where state = 'pending';

create table reference_mailbox (
    reference_id text not null,
    state text not null,
    factor_id text not null,
    mailbox blob not null,
    pending_until integer,
    constraint reference_mailbox_pk primary key (reference_id, state),
    constraint reference_mailbox_state check (state in ('pending', 'active')),
    constraint reference_mailbox_reference_fk foreign key (reference_id) references verify_reference (id) on delete cascade
) strict;

create index reference_mailbox_expiry on reference_mailbox (pending_until) where state = 'pending';

create table reference_sent_code (
    reference_id text not null,
    purpose text not null,
    holder_id text not null,
    channel text not null,
    message_id text not null,
    code_hash text not null,
    epoch integer not null,
    sent_at integer not null,
    expires_at integer not null,
    used_at integer,
    constraint reference_sent_code_pk primary key (reference_id, purpose, holder_id)
) strict;

create index reference_sent_code_expiry on reference_sent_code (expires_at);

create table reference_send_pace (
    reference_id text not null,
    channel text not null,
    purpose text not null,
    sent_at integer not null,
    second_at integer not null,
    third_at integer not null,
    fourth_at integer not null,
    fifth_at integer not null,
    next_at integer not null,
    constraint reference_send_pace_pk primary key (reference_id, channel, purpose)
) strict;

create index reference_send_pace_age on reference_send_pace (sent_at);

-- What is being confirmed, and the language of its messages and of a question's.
alter table reference_enrolment add column type text not null default 'totp';

alter table reference_enrolment add column locale text not null default 'en';

alter table reference_challenge add column locale text not null default 'en';
