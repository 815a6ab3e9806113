package dev.countersign.ground.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// What deletes expired rows, a bounded number at a time, so that no sweep holds up the writer for long.
public final class Sweeper {
    private static final int MOST = 1_000;

    private final Db db;
    private final List<Expired> expired;

    public Sweeper(Db db, List<Expired> expired) {
        this.db = db;
        this.expired = List.copyOf(expired);
    }

    /// Deletes at most 1,000 rows of each table, each table in a transaction of its own; one that fails keeps no other
    /// from being swept.
    ///
    /// @return how many rows were deleted; while a table gives 1,000 there may be more
    public int sweep(Instant now) {
        AtomicInteger deleted = new AtomicInteger();
        OneByOne.each("sweeping", expired, Expired::table, rows -> deleted.addAndGet(sweep(rows, now)));
        return deleted.get();
    }

    /// Deletes at most 1,000 rows of that table.
    public int sweep(Expired rows, Instant now) {
        return db.inTransaction(() -> db.sql()
                .sql(String.format(
                        Locale.ROOT,
                        "delete from %1$s where (%3$s) in (select %3$s from %1$s where %2$s < :before limit :most)",
                        rows.table(),
                        rows.timeColumn(),
                        address(rows.table())))
                .param("before", now.minus(rows.keep()).toEpochMilli())
                .param("most", MOST)
                .update());
    }

    /// What addresses a row of that table. SQLite's tables without a rowid have their primary key for that.
    private String address(String table) {
        if (db.dialect() == Dialect.POSTGRESQL) {
            return "ctid";
        }
        List<String> key = db.sql()
                .sql("select name from pragma_table_info(?) where pk > 0 order by pk")
                .param(table)
                .query((row, number) -> row.getString(1))
                .list();
        return key.isEmpty() ? "rowid" : String.join(", ", key);
    }
}
