-- What authenticators know an account by (WebAuthn's user handle): 32 random bytes in base64url, never the account's
-- id, and the same for all its passkeys.
create table passkey_user (
    account_id text not null,
    handle text not null,
    constraint passkey_user_pk primary key (account_id),
    constraint passkey_user_account_fk foreign key (account_id) references account (id) on delete cascade
) strict, without rowid;

create unique index passkey_user_handle on passkey_user (handle);

-- Its name, and when it was enrolled and last used, stand in the row of factor with its id. credential_id and
-- attested_data (WebAuthn's attested credential data: model, id and public key) are base64url.
create table passkey (
    account_id text not null,
    factor_id text not null,
    credential_id text not null,
    attested_data text not null,
    aaguid text not null,
    transports text not null,
    sign_count integer not null,
    backup_eligible integer not null,
    backed_up integer not null,
    user_verified integer not null,
    discoverable integer,
    constraint passkey_pk primary key (account_id, factor_id),
    constraint passkey_account_fk foreign key (account_id) references account (id) on delete cascade
) strict;

create unique index passkey_credential on passkey (credential_id);

-- Challenges that are out. account_id is empty where nobody has said yet who signs in. No reference to account: rows
-- are swept by expires_at.
create table passkey_challenge (
    challenge_hash text not null,
    purpose text not null,
    holder_id text not null,
    account_id text not null,
    expires_at integer not null,
    constraint passkey_challenge_pk primary key (challenge_hash)
) strict;

create index passkey_challenge_expiry on passkey_challenge (expires_at);
