-- The last mail that reminded an account of the date by which it has to set up two-step sign-in: which date, and how
-- many days before it.
create table grace_reminder (
    account_id text not null,
    due_at bigint not null,
    days_before integer not null,
    constraint grace_reminder_pk primary key (account_id),
    constraint grace_reminder_account_fk foreign key (account_id) references account (id) on delete cascade
);

create index grace_reminder_due on grace_reminder (due_at);
