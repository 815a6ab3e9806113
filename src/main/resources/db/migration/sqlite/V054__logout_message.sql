-- What an app is to be told: that a session it signed somebody in by has ended (OpenID Connect Back-Channel Logout).
create table logout_message (
    id text not null,
    client_id text not null,
    account_id text not null,
    session_id text not null,
    attempts integer not null default 0,
    due_at integer not null,
    expires_at integer not null,
    constraint logout_message_pk primary key (id),
    constraint logout_message_client_fk foreign key (client_id) references client (id) on delete cascade
) strict;

create index logout_message_due on logout_message (due_at);

create index logout_message_client on logout_message (client_id);

create index logout_message_expiry on logout_message (expires_at);
