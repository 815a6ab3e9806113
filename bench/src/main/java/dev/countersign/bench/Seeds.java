package dev.countersign.bench;

import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.outofband.PhoneFactors;
import dev.countersign.factors.outofband.PhoneNumber;
import dev.countersign.ground.secret.HashParameters;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.Place;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Data folders full of accounts that have a password and an authenticator app, written straight into SQLite.
final class Seeds {
    /// The product's defaults.
    static final HashParameters DEFAULT = new HashParameters(19_456, 2, 1);

    /// The smallest that Argon2 knows.
    static final HashParameters CHEAP = new HashParameters(8, 1, 1);

    private static final long ENROLLED_AT = 1_750_000_000_000L;
    private static final int BACKUP_CODES = 10;
    private static final int PHONES_AT_ONCE = 500;

    private final Path folder;
    private final int accounts;

    private Seeds(Path folder, int accounts) {
        this.folder = folder;
        this.accounts = accounts;
    }

    /// Makes a folder with that many accounts, their passwords hashed once with those parameters.
    static Seeds make(Path parent, int accounts, HashParameters parameters) throws IOException, SQLException {
        Path folder = Files.createTempDirectory(
                parent, "data-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Db.open(DatabaseSettings.sqlite(folder)).close();
        SecretBox box = new SecretBox(KeyRing.load(folder, null, null));
        String hash;
        try (SlowHashes hashes = new SlowHashes(parameters, 1, Duration.ofSeconds(10))) {
            hash = hashes.hash(Person.PASSWORD, SlowHashes.Lane.KNOWN);
        }
        Seeds seeds = new Seeds(folder, accounts);
        seeds.fill(box, hash);
        return seeds;
    }

    Path folder() {
        return folder;
    }

    int accounts() {
        return accounts;
    }

    /// Lets every account use the code of now once more. A step is accepted once for an account; a run needs more
    /// sign-ins than there are accounts and half minutes.
    void forgetUsedCodes() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("update totp set last_step = 0 where last_step > 0");
        }
    }

    /// Gives every account a phone too.
    void addPhones() throws IOException {
        try (Db db = Db.open(DatabaseSettings.sqlite(folder))) {
            PhoneFactors phones =
                    new PhoneFactors(db, new SecretBox(KeyRing.load(folder, null, null)), new Factors(db));
            Instant now = Instant.now();
            for (int from = 0; from < accounts; from += PHONES_AT_ONCE) {
                int first = from;
                db.inTransaction(() -> {
                    for (int number = first; number < Math.min(accounts, first + PHONES_AT_ONCE); number++) {
                        Person person = new Person(number);
                        String id = "phone-" + number;
                        phones.begin(person.id(), id, new PhoneNumber(person.phone(), "DE"), now.plusSeconds(60));
                        phones.activate(person.id(), id, now);
                    }
                });
            }
        }
    }

    /// Gives every account a passkey too.
    void addPasskeys(Keys keys) throws SQLException, GeneralSecurityException {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            for (int number = 0; number < accounts; number++) {
                Person person = new Person(number);
                String id = "passkey-" + number;
                insert(
                        connection,
                        "insert into factor (account_id, id, type, label, enrolled_at) values (?, ?, 'passkey', 'Passkey', "
                                + ENROLLED_AT + ")",
                        person.id(),
                        id);
                insert(
                        connection,
                        "insert into passkey_user (account_id, handle) values (?, ?)",
                        person.id(),
                        Keys.handle(person));
                insert(connection, """
                        insert into passkey (account_id, factor_id, credential_id, attested_data, aaguid, transports,
                            sign_count, backup_eligible, backed_up, user_verified, discoverable)
                        values (?, ?, ?, ?, '00000000-0000-0000-0000-000000000000', 'internal', 0, 0, 0, 1, 1)""", person.id(), id, Keys.id(person), keys.attestedData(person));
            }
            connection.commit();
        }
    }

    private static void insert(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = DriverManager.getConnection(
                "jdbc:sqlite:" + DatabaseSettings.sqlite(folder).file());
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 10000");
        }
        return connection;
    }

    private void fill(SecretBox box, String hash) throws SQLException {
        try (Connection connection = connection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("pragma synchronous = off");
                statement.execute("pragma cache_size = -400000");
            }
            connection.setAutoCommit(false);
            accounts(connection);
            passwords(connection, hash);
            factors(connection, box);
            backupCodes(connection, hash);
            connection.commit();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("pragma wal_checkpoint(truncate)");
            }
        }
    }

    private interface Row {
        void set(PreparedStatement statement, Person person) throws SQLException;
    }

    private void each(Connection connection, String sql, Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int number = 0; number < accounts; number++) {
                row.set(statement, new Person(number));
                statement.executeUpdate();
            }
        }
    }

    private void accounts(Connection connection) throws SQLException {
        each(connection, """
                insert into account (id, email, email_key, name, locale, time_zone, created_at)
                values (?, ?, ?, 'Robin Hood', 'en', 'Europe/London', ?)""", (statement, person) -> {
            statement.setString(1, person.id());
            statement.setString(2, person.email());
            statement.setString(3, person.email());
            statement.setLong(4, ENROLLED_AT);
        });
    }

    private void passwords(Connection connection, String hash) throws SQLException {
        each(
                connection,
                "insert into password (account_id, hash, changed_at) values (?, ?, ?)",
                (statement, person) -> {
                    statement.setString(1, person.id());
                    statement.setString(2, hash);
                    statement.setLong(3, ENROLLED_AT);
                });
    }

    private void factors(Connection connection, SecretBox box) throws SQLException {
        each(
                connection,
                "insert into factor (account_id, id, type, label, enrolled_at) values (?, ?, 'totp', 'Aegis', ?)",
                (statement, person) -> {
                    statement.setString(1, person.id());
                    statement.setString(2, person.factorId());
                    statement.setLong(3, ENROLLED_AT);
                });
        each(
                connection,
                "insert into totp (account_id, factor_id, secret, last_step, active) values (?, ?, ?, 0, 1)",
                (statement, person) -> {
                    Place place = new Place("totp", "secret", person.id() + "/" + person.factorId());
                    statement.setString(1, person.id());
                    statement.setString(2, person.factorId());
                    statement.setBytes(3, box.seal(place, person.secret()));
                });
    }

    /// Ten for each account, as an enrolment leaves them, where that does not take minutes.
    private void backupCodes(Connection connection, String hash) throws SQLException {
        int each = accounts > 100_000 ? 1 : BACKUP_CODES;
        for (int code = 1; code <= each; code++) {
            int number = code;
            each(
                    connection,
                    "insert into backup_code (account_id, code_index, number, hash, made_at) values (?, ?, ?, ?, ?)",
                    (statement, person) -> {
                        statement.setString(1, person.id());
                        statement.setString(2, new UUID(number, person.number()).toString());
                        statement.setInt(3, number);
                        statement.setString(4, hash);
                        statement.setLong(5, ENROLLED_AT);
                    });
        }
    }
}
