-- Since when an account is suspended, and when one is erased whose owner wants it gone; null for neither.
alter table account add column suspended_at integer;
alter table account add column erase_at integer;

-- Those that wait are few.
create index account_erasure on account (erase_at) where erase_at is not null;
