-- What may have taken something away from people who are in a site, so that every node forgets what it remembers of
-- them: an account's id, or * for everybody. Told by the database itself, whoever changes it. PostgreSQL tells it on a
-- channel; the table is there as in SQLite, where it is read, and stays empty.
create table access_change (
    seq bigint generated always as identity,
    subject text not null,
    at bigint not null,
    constraint access_change_pk primary key (seq)
);

create index access_change_time on access_change (at);

create function tell_account_change() returns trigger language plpgsql as $$
begin
    perform pg_notify('countersign_access', coalesce(to_jsonb(new) ->> 'account_id', to_jsonb(old) ->> 'account_id'));
    return null;
end
$$;

create function tell_member_change() returns trigger language plpgsql as $$
declare
    who text := coalesce(to_jsonb(new) ->> tg_argv[0], to_jsonb(old) ->> tg_argv[0]);
begin
    if exists (select 1 from site_session s where s.account_id = who) then
        perform pg_notify('countersign_access', who);
    end if;
    return null;
end
$$;

create function tell_session_change() returns trigger language plpgsql as $$
begin
    if exists (select 1 from site_session s where s.account_id = new.account_id and s.session_id = new.id) then
        perform pg_notify('countersign_access', new.account_id);
    end if;
    return null;
end
$$;

create function tell_change_for_all() returns trigger language plpgsql as $$
begin
    perform pg_notify('countersign_access', '*');
    return null;
end
$$;

create trigger site_session_ended after delete or update on site_session
for each row execute function tell_account_change();

create trigger session_of_site_changed after update of epoch, evidence, expires_at on session
for each row execute function tell_session_change();

create trigger account_in_site_changed after update of epoch, email, name on account
for each row when (old.epoch <> new.epoch or old.email <> new.email or old.name <> new.name) execute function tell_member_change('id');

create trigger factor_in_site_changed after update of suspended_at on factor
for each row execute function tell_member_change('account_id');

create trigger membership_in_site_changed after insert or update or delete on membership
for each row execute function tell_member_change('account_id');

create trigger policy_changed after insert or update or delete on policy
for each statement execute function tell_change_for_all();

create trigger site_changed after insert or update or delete on site
for each statement execute function tell_change_for_all();
