package dev.countersign.ground.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes as PostgreSQL tells them on a channel, over a connection of its own. A connection that looks alive may be
/// one that nothing is told on (a pool between that hands it from caller to caller, a network that drops): so this
/// tells itself something on the same channel, and only what came before the echo of that counts as told. PostgreSQL
/// delivers in the order of the commits.
final class PostgresChanges implements Changes.Source {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresChanges.class);
    private static final String CHANNEL = "countersign_access";
    private static final String BEAT = "beat/";

    private final DatabaseSettings settings;
    private String self = BEAT;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement tell;
    private long beat;

    PostgresChanges(DatabaseSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open() throws SQLException {
        Properties properties = new Properties();
        put(properties, "user", settings.user());
        put(properties, "password", settings.password());
        put(properties, "connectTimeout", "5");
        put(properties, "socketTimeout", "2");
        put(properties, "tcpKeepAlive", "true");
        put(properties, "ApplicationName", "countersign changes");
        Connection made = DriverManager.getConnection(Objects.requireNonNull(settings.url()), properties);
        connection = made;
        try (Statement listen = made.createStatement()) {
            listen.execute("listen " + CHANNEL);
            try (ResultSet pid = listen.executeQuery("select pg_backend_pid()")) {
                pid.next();
                self = BEAT + pid.getInt(1) + "/" + System.nanoTime() + "/";
            }
        }
        tell = made.prepareStatement("select pg_notify('" + CHANNEL + "', ?)");
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    @Override
    public boolean next(Consumer<String> told) throws SQLException {
        PGConnection channel = Objects.requireNonNull(connection).unwrap(PGConnection.class);
        PreparedStatement say = Objects.requireNonNull(tell);
        String mine = self + ++beat;
        long end = System.nanoTime() + Changes.BEAT.toNanos();
        say.setString(1, mine);
        say.execute();
        boolean echoed = take(channel.getNotifications(), mine, told);
        // Goes on listening when the echo is there: a change is told at once, not with the next beat.
        long left = Changes.BEAT.toMillis();
        while (left > 0) {
            echoed |= take(channel.getNotifications((int) left), mine, told);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return echoed;
    }

    private static boolean take(PGNotification @Nullable [] notifications, String mine, Consumer<String> told) {
        boolean echoed = false;
        for (PGNotification each : notifications == null ? new PGNotification[0] : notifications) {
            String said = each.getParameter();
            echoed |= said.equals(mine);
            if (!said.startsWith(BEAT)) {
                told.accept(said);
            }
        }
        return echoed;
    }

    @Override
    public void close() {
        Connection closing = connection;
        connection = null;
        tell = null;
        try {
            if (closing != null) {
                closing.close();
            }
        } catch (SQLException e) {
            LOG.debug("The connection was gone already", e);
        }
    }
}
