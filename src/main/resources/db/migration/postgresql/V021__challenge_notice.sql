-- The mail that tells of a failed second step, while it waits for how the sign-in ends: one sign-in sends one mail.
alter table challenge add column notice_id text;
