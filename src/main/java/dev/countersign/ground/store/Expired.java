package dev.countersign.ground.store;

import java.time.Duration;
import java.util.regex.Pattern;

/// Rows to sweep: those of the table whose time column (epoch milliseconds) lies longer ago than they are kept.
public record Expired(String table, String timeColumn, Duration keep) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z_]*");

    public Expired {
        if (!NAME.matcher(table).matches() || !NAME.matcher(timeColumn).matches()) {
            throw new IllegalArgumentException("Not a name of a table and a column: " + table + ", " + timeColumn);
        }
    }
}
