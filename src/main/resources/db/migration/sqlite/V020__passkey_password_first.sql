-- After "This wasn't me" a passkey opens nothing alone until it was used with the new password: whoever was locked out
-- may have made it.
alter table passkey add column password_first integer not null default 0;
