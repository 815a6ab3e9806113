package dev.countersign.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.Sweeper;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Instant;

class JobsTest {
    @EachDatabase
    void tablesWhenTheirRowsExpireThenEachCanBeSwept(Databases databases) {
        Db db = databases.fresh();
        Sweeper sweeper = new Sweeper(db, Jobs.EXPIRED);

        Jobs.EXPIRED.forEach(rows ->
                assertThat(sweeper.sweep(rows, Instant.EPOCH)).as(rows.table()).isZero());
    }
}
