-- When an organisation is erased that its owners want gone; null while they do not.
alter table organisation add column erase_at integer;

create index organisation_erasure on organisation (erase_at) where erase_at is not null;

-- Mails that go to every member, a few hundred a transaction: those up to account `told_to` have theirs.
create table member_mail (
    id text not null,
    organisation_id text not null,
    kind text not null,
    at integer,
    told_to text not null,
    constraint member_mail_pk primary key (id),
    constraint member_mail_organisation_fk foreign key (organisation_id) references organisation (id) on delete cascade
) strict;

create index member_mail_organisation on member_mail (organisation_id);
