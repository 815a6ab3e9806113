package dev.countersign.factors.passkey;

import dev.countersign.factors.factor.Factor;
import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The `passkey` and `passkey_user` tables.
final class PasskeyStore {
    private static final String COLUMNS = """
            account_id, factor_id, credential_id, attested_data, aaguid, transports, sign_count, backup_eligible,
            backed_up, user_verified, discoverable""";

    private final Db db;

    PasskeyStore(Db db) {
        this.db = db;
    }

    /// One passkey, as it is stored.
    record Row(String factorId, NewPasskey passkey) {
        /// With what its factor tells.
        Passkey named(Factor factor) {
            return new Passkey(
                    factorId,
                    passkey.accountId(),
                    factor.label(),
                    passkey.credentialId(),
                    passkey.aaguid(),
                    ModelNames.of(passkey.aaguid()).orElse(null),
                    passkey.transports(),
                    passkey.syncable(),
                    passkey.synced(),
                    passkey.userVerified(),
                    passkey.discoverable(),
                    factor.enrolledAt(),
                    factor.lastUsedAt());
        }
    }

    List<Row> of(String accountId) {
        return db.sql()
                .sql("select " + COLUMNS + " from passkey where account_id = ? order by factor_id")
                .param(accountId)
                .query(PasskeyStore::row)
                .list();
    }

    Optional<Row> byCredential(String credentialId) {
        return db.sql()
                .sql("select " + COLUMNS + " from passkey where credential_id = ?")
                .param(credentialId)
                .query(PasskeyStore::row)
                .optional();
    }

    int count(String accountId) {
        return db.sql()
                .sql("select count(*) from passkey where account_id = ?")
                .param(accountId)
                .query(Integer.class)
                .single();
    }

    /// False when the credential id is taken.
    boolean insert(String factorId, NewPasskey passkey) {
        Boolean discoverable = passkey.discoverable();
        return db.sql()
                        .sql("insert into passkey (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                + (discoverable == null ? "null" : bit(discoverable))
                                + ") on conflict (credential_id) do nothing")
                        .params(
                                passkey.accountId(),
                                factorId,
                                passkey.credentialId(),
                                passkey.attestedData(),
                                passkey.aaguid().toString(),
                                String.join(",", passkey.transports()),
                                passkey.signCount(),
                                bit(passkey.syncable()),
                                bit(passkey.synced()),
                                bit(passkey.userVerified()))
                        .update()
                == 1;
    }

    // §7.2 step 22: "If authData.signCount is nonzero or credentialRecord.signCount is nonzero" it must be "greater
    // than credentialRecord.signCount"; else it "is a signal, but not proof, that the authenticator may be cloned".
    // Step 24: "Update credentialRecord with new state values": signCount and backupState.
    /// The one write that accepts a proof: false when the counter stands still or goes back.
    boolean accept(PasskeyProof proof) {
        return db.sql()
                        .sql("""
                        update passkey set sign_count = ?, backed_up = ?
                        where account_id = ? and factor_id = ?
                            and (sign_count < ? or (sign_count = 0 and ? = 0))""")
                        .params(
                                proof.signCount(),
                                bit(proof.synced()),
                                proof.accountId(),
                                proof.passkeyId(),
                                proof.signCount(),
                                proof.signCount())
                        .update()
                == 1;
    }

    void demandPassword(String accountId) {
        db.sql()
                .sql("update passkey set password_first = 1 where account_id = ?")
                .param(accountId)
                .update();
    }

    // §7.2 step 24: "If credentialRecord.uvInitialized is false, update it to the value of the UV bit in the flags in
    // authData. This change SHOULD require authorization by an additional authentication factor equivalent to WebAuthn
    // user verification": the password.
    void passwordGiven(String accountId, String factorId, boolean userVerified) {
        int verified = bit(userVerified);
        db.sql().sql("""
                        update passkey set password_first = 0,
                            user_verified = case when ? = 1 then 1 else user_verified end
                        where account_id = ? and factor_id = ?
                            and (password_first = 1 or (user_verified = 0 and ? = 1))""").params(verified, accountId, factorId, verified).update();
    }

    boolean demandsPassword(String accountId, String factorId) {
        return db.sql()
                .sql("select 1 from passkey where account_id = ? and factor_id = ? and password_first = 1")
                .params(accountId, factorId)
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    boolean delete(String accountId, String factorId) {
        return db.sql()
                        .sql("delete from passkey where account_id = ? and factor_id = ?")
                        .params(accountId, factorId)
                        .update()
                == 1;
    }

    Optional<String> handle(String accountId) {
        return db.sql()
                .sql("select handle from passkey_user where account_id = ?")
                .param(accountId)
                .query(String.class)
                .optional();
    }

    /// Does nothing when it has one.
    void putHandle(String accountId, String handle) {
        db.sql()
                .sql("insert into passkey_user (account_id, handle) values (?, ?) on conflict (account_id) do nothing")
                .params(accountId, handle)
                .update();
    }

    private static int bit(boolean value) {
        return value ? 1 : 0;
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        int bit = row.getInt(11);
        @Nullable Boolean discoverable = row.wasNull() ? null : bit == 1;
        UUID aaguid = UUID.fromString(row.getString(5));
        String words = row.getString(6);
        List<String> transports = words.isEmpty() ? List.of() : List.of(words.split(",", -1));
        boolean syncable = row.getInt(8) == 1;
        return new Row(
                row.getString(2),
                new NewPasskey(
                        row.getString(1),
                        row.getString(3),
                        row.getString(4),
                        aaguid,
                        transports,
                        row.getLong(7),
                        syncable,
                        row.getInt(9) == 1,
                        row.getInt(10) == 1,
                        discoverable,
                        ModelNames.suggested(aaguid, transports, syncable)));
    }
}
