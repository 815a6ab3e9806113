-- Where an organisation is told of its events: kinds and types of them, each with a space before and behind.
create table webhook (
    id text not null,
    organisation_id text not null,
    url text not null,
    events text not null,
    secret bytea not null,
    old_secret bytea,
    old_secret_until bigint,
    created_at bigint not null,
    failing_since bigint,
    disabled_at bigint,
    disabled_why text,
    constraint webhook_pk primary key (id),
    constraint webhook_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
);

create index webhook_organisation on webhook (organisation_id, id);

-- What is to be delivered, written with the event itself, and what became of it. due_at is null once it is settled.
create table webhook_delivery (
    webhook_id text not null,
    message_id text not null,
    type text not null,
    created_at bigint not null,
    due_at bigint,
    give_up_at bigint not null,
    attempts bigint not null,
    status text not null,
    tried_at bigint,
    answer_status bigint,
    answer text,
    fault text,
    constraint webhook_delivery_pk primary key (webhook_id, message_id),
    constraint webhook_delivery_webhook_fk foreign key (webhook_id) references webhook (id) on delete cascade
);

create index webhook_delivery_due on webhook_delivery (due_at) where due_at is not null;

create index webhook_delivery_next on webhook_delivery (webhook_id, due_at) where due_at is not null;

create index webhook_delivery_list on webhook_delivery (webhook_id, created_at, message_id);

create index webhook_delivery_expiry on webhook_delivery (created_at);
