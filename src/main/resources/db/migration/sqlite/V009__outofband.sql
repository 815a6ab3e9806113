-- The newest code sent for one question (a challenge, an enrolment, an address): a later one takes its place. No
-- reference to account: an address is confirmed before there is an account, and rows are swept by expires_at.
create table sent_code (
    account_id text not null,
    purpose text not null,
    holder_id text not null,
    channel text not null,
    message_id text not null,
    code_hash text not null,
    epoch integer not null,
    sent_at integer not null,
    expires_at integer not null,
    used_at integer,
    constraint sent_code_pk primary key (account_id, purpose, holder_id)
) strict;

create index sent_code_expiry on sent_code (expires_at);

-- When the last five codes of an account went out, the newest first; 0 for none. It belongs to the account, not to
-- the question, so that a new question does not begin anew.
create table send_pace (
    account_id text not null,
    channel text not null,
    purpose text not null,
    sent_at integer not null,
    second_at integer not null,
    third_at integer not null,
    fourth_at integer not null,
    fifth_at integer not null,
    next_at integer not null,
    constraint send_pace_pk primary key (account_id, channel, purpose)
) strict;

create index send_pace_age on send_pace (sent_at);

-- A pending number has the id of its enrolment, which becomes the factor's id when it is confirmed.
create table phone (
    account_id text not null,
    state text not null,
    factor_id text not null,
    number blob not null,
    number_hash text not null,
    pending_until integer,
    constraint phone_pk primary key (account_id, state),
    constraint phone_state check (state in ('pending', 'active')),
    constraint phone_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create index phone_number on phone (number_hash) where state = 'active';

create index phone_expiry on phone (pending_until) where state = 'pending';

-- One row for each thing that texts are counted for (a number, an account, a network). Whoever counts writes it
-- first, and so counts alone.
create table text_subject (
    subject text not null,
    last_at integer not null,
    constraint text_subject_pk primary key (subject)
) strict;

create index text_subject_age on text_subject (last_at);

-- The texts that were counted for it. `number_hash` tells the numbers of an account apart.
create table text_sent (
    subject text not null,
    id text not null,
    number_hash text not null,
    sent_at integer not null,
    constraint text_sent_pk primary key (subject, id)
) strict;

create index text_sent_recent on text_sent (subject, sent_at);

create index text_sent_age on text_sent (sent_at);

-- Texts by day: of an organisation, of a country, of everybody. day_start is midnight UTC in epoch milliseconds.
create table text_day (
    subject text not null,
    day_start integer not null,
    sent integer not null,
    constraint text_day_pk primary key (subject, day_start)
) strict;

create index text_day_age on text_day (day_start);
