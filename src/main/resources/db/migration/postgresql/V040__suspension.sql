-- Since when an account is suspended, and when one is erased whose owner wants it gone; null for neither.
alter table account add column suspended_at bigint;
alter table account add column erase_at bigint;

-- Those that wait are few.
create index account_erasure on account (erase_at) where erase_at is not null;
