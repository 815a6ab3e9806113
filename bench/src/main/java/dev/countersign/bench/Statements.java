package dev.countersign.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.countersign.ground.store.Db;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// SQL statements with their values, as Spring's JDBC writes them to its log while they run. Run again for another
/// account, with that account's ids in the places of the first one's.
final class Statements {
    private static final Pattern VALUE = Pattern.compile(
            "column index (\\d+), parameter value \\[(.*)\\], value class \\[([^\\]]*)\\]", Pattern.DOTALL);
    private static final Pattern SQL = Pattern.compile("Executing prepared SQL statement \\[(.*)\\]", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final List<Statement> statements;

    private Statements(List<Statement> statements) {
        this.statements = statements;
    }

    /// What stands for an account in the values.
    record Names(String account, String factor, String challenge, String tokenHash) {
        @Nullable
        Object inPlaceOf(Names first, @Nullable Object value) {
            if (first.account.equals(value)) {
                return account;
            } else if (first.factor.equals(value)) {
                return factor;
            } else if (first.challenge.equals(value)) {
                return challenge;
            }
            return first.tokenHash.equals(value) ? tokenHash : value;
        }
    }

    private record Statement(String sql, boolean query, List<@Nullable Object> values) {}

    /// Writes down what the work runs.
    static Statements of(Runnable work) {
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage());
            }
        };
        appender.start();
        Logger log = (Logger) LoggerFactory.getLogger(JdbcTemplate.class.getPackageName());
        log.addAppender(appender);
        log.setAdditive(false);
        log.setLevel(Level.TRACE);
        work.run();
        log.setLevel(Level.WARN);
        log.detachAppender(appender);
        return new Statements(read(List.copyOf(lines)));
    }

    int count() {
        return statements.size();
    }

    /// Runs them all, with fresh ids where the first run made some. Rows are read whole.
    void run(Db db, Names first, Names now) {
        for (Statement statement : statements) {
            JdbcClient.StatementSpec spec = db.sql().sql(statement.sql());
            for (Object value : statement.values()) {
                spec = spec.param(fresh(now.inPlaceOf(first, value), value));
            }
            if (statement.query()) {
                spec.query((row, n) -> {
                            int columns = row.getMetaData().getColumnCount();
                            Object last = null;
                            for (int column = 1; column <= columns; column++) {
                                last = row.getObject(column);
                            }
                            return last;
                        })
                        .list();
            } else {
                spec.update();
            }
        }
    }

    private static @Nullable Object fresh(@Nullable Object value, @Nullable Object before) {
        if (value instanceof String text && value.equals(before)) {
            if (ID.matcher(text).matches()) {
                return new UUID(
                                System.currentTimeMillis() << 16 | 0x7000,
                                UUID.randomUUID().getLeastSignificantBits())
                        .toString();
            } else if (HASH.matcher(text).matches()) {
                return text.substring(0, 28) + UUID.randomUUID();
            }
        }
        return value;
    }

    private static List<Statement> read(List<String> lines) {
        List<Statement> statements = new ArrayList<>();
        boolean query = false;
        for (String line : lines) {
            Matcher sql = SQL.matcher(line);
            Matcher value = VALUE.matcher(line);
            if (line.equals("Executing prepared SQL query")) {
                query = true;
            } else if (line.equals("Executing prepared SQL update")) {
                query = false;
            } else if (sql.matches()) {
                statements.add(new Statement(sql.group(1), query, new ArrayList<>()));
            } else if (value.find()) {
                statements.getLast().values().add(typed(value.group(2), value.group(3)));
            }
        }
        return statements;
    }

    private static @Nullable Object typed(String text, String type) {
        return switch (type) {
            case "java.lang.String" -> text;
            case "java.lang.Long" -> (Object) Long.valueOf(text);
            case "java.lang.Integer" -> (Object) Integer.valueOf(text);
            case "null" -> null;
            default -> throw new IllegalStateException("a value of type " + type);
        };
    }
}
