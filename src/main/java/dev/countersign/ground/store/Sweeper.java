package dev.countersign.ground.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What deletes expired rows, a bounded number at a time, so that no sweep holds up the writer for long.
public final class Sweeper {
    private static final int MOST = 1_000;

    private final Db db;
    private final List<Expired> expired;

    public Sweeper(Db db, List<Expired> expired) {
        this.db = db;
        this.expired = List.copyOf(expired);
    }

    /// Deletes at most 1,000 rows of each table, each table in a transaction of its own.
    ///
    /// @return how many rows were deleted; while a table gives 1,000 there may be more
    public int sweep(Instant now) {
        return expired.stream()
                .mapToInt(rows -> db.inTransaction(() -> delete(rows, now)))
                .sum();
    }

    private int delete(Expired rows, Instant now) {
        String address = db.dialect().rowAddress();
        return db.sql()
                .sql(String.format(
                        Locale.ROOT,
                        "delete from %1$s where %3$s in (select %3$s from %1$s where %2$s < :before limit :most)",
                        rows.table(),
                        rows.timeColumn(),
                        address))
                .param("before", now.minus(rows.keep()).toEpochMilli())
                .param("most", MOST)
                .update();
    }
}
