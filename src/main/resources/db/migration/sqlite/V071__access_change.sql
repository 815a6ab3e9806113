-- What may have taken something away from people who are in a site, so that every node forgets what it remembers of
-- them: an account's id, or * for everybody. Written by the database itself, whoever changes it. It is read by the
-- number of a row, which is never used again.
create table access_change (
    seq integer not null primary key autoincrement,
    subject text not null,
    at integer not null
) strict;

create index access_change_time on access_change (at);

create trigger site_session_ended after delete on site_session begin
    insert into access_change (subject, at) values (old.account_id, cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger site_session_replaced after update on site_session begin
    insert into access_change (subject, at) values (old.account_id, cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger session_of_site_changed after update of epoch, evidence, expires_at on session
when exists (select 1 from site_session s where s.account_id = new.account_id and s.session_id = new.id) begin
    insert into access_change (subject, at) values (new.account_id, cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger account_in_site_changed after update of epoch, email, name on account
when (old.epoch <> new.epoch or old.email <> new.email or old.name <> new.name)
  and exists (select 1 from site_session s where s.account_id = new.id) begin
    insert into access_change (subject, at) values (new.id, cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger factor_in_site_changed after update of suspended_at on factor
when exists (select 1 from site_session s where s.account_id = new.account_id) begin
    insert into access_change (subject, at) values (new.account_id, cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger membership_in_site_begun after insert on membership
when exists (select 1 from site_session s where s.account_id = new.account_id) begin
    insert into access_change (subject, at) values (new.account_id, cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger membership_in_site_changed after update on membership
when exists (select 1 from site_session s where s.account_id = new.account_id) begin
    insert into access_change (subject, at) values (new.account_id, cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger membership_in_site_ended after delete on membership
when exists (select 1 from site_session s where s.account_id = old.account_id) begin
    insert into access_change (subject, at) values (old.account_id, cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger policy_begun after insert on policy begin
    insert into access_change (subject, at) values ('*', cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger policy_changed after update on policy begin
    insert into access_change (subject, at) values ('*', cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger policy_ended after delete on policy begin
    insert into access_change (subject, at) values ('*', cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger site_begun after insert on site begin
    insert into access_change (subject, at) values ('*', cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger site_changed after update on site begin
    insert into access_change (subject, at) values ('*', cast(unixepoch('subsec') * 1000 as integer));
end;

create trigger site_ended after delete on site begin
    insert into access_change (subject, at) values ('*', cast(unixepoch('subsec') * 1000 as integer));
end;
