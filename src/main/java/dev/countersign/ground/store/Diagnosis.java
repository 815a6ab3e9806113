package dev.countersign.ground.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How the database does, for the operator.
public final class Diagnosis {
    private final Db db;
    private final InstantSource clock;

    /// @param clock the server's
    public Diagnosis(Db db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    /// How far the database's clock is ahead of the server's, give or take the way there and back.
    public Duration clockAhead() {
        Instant before = clock.instant();
        long there = db.read(() -> db.sql()
                .sql(
                        db.dialect() == Dialect.SQLITE
                                ? "select cast((julianday('now') - 2440587.5) * 86400000 as integer)"
                                : "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)")
                .query(Long.class)
                .single());
        Instant middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        return Duration.between(middle, Instant.ofEpochMilli(there));
    }

    /// Writes a row as it is and commits that.
    public void write() {
        db.inTransaction(() -> {
            db.sql().sql("update key_check set proof = proof where id = 1").update();
        });
    }

    /// Runs the work in one transaction.
    public void together(Runnable work) {
        db.inTransaction(work);
    }

    /// The newest step of the schema.
    public String schema() {
        return db.read(() -> db.sql()
                .sql("select version from flyway_schema_history where version is not null"
                        + " order by installed_rank desc limit 1")
                .query(String.class)
                .single());
    }
}
