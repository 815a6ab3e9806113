-- Who does not want to be offered a passkey any more.
create table passkey_offer (
    account_id text not null,
    declined_at bigint not null,
    constraint passkey_offer_pk primary key (account_id),
    constraint passkey_offer_account_fk foreign key (account_id) references account (id) on delete cascade
);
