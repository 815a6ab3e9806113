package dev.countersign.ground.store;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Changes as SQLite writes them down: rows that are numbered in the order of their commits, since one thread at a
/// time writes. The command line may be another process with the same file.
final class SqliteChanges implements Changes.Source {
    private static final int A_TIME = 1000;

    private final Db db;
    private long last;
    private boolean first = true;

    SqliteChanges(Db db) {
        this.db = db;
    }

    private record Row(long seq, String subject) {}

    @Override
    public void open() {
        last = db.read(() -> db.sql()
                .sql("select coalesce(max(seq), 0) from access_change")
                .query(Long.class)
                .single());
        first = true;
    }

    @Override
    public boolean next(Consumer<String> told) {
        // Between two looks, not before the first: whoever woke this up waits for it.
        if (!first) {
            LockSupport.parkNanos(this, Changes.BEAT.toNanos());
        }
        first = false;
        List<Row> rows = db.read(() -> db.sql()
                .sql("select seq, subject from access_change where seq > ? order by seq limit ?")
                .params(last, A_TIME)
                .query((row, n) -> new Row(row.getLong(1), row.getString(2)))
                .list());
        rows.stream().map(Row::subject).distinct().forEach(told);
        if (!rows.isEmpty()) {
            last = rows.getLast().seq();
        }
        return rows.size() < A_TIME;
    }

    @Override
    public void close() {}
}
