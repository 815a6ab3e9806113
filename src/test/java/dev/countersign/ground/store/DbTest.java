package dev.countersign.ground.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;

class DbTest {

    @EachDatabase
    void transactionWhenItReturnsThenItIsCommitted(Databases databases) {
        Db db = databases.fresh();

        int written = db.inTransaction(() -> insert(db, "one"));

        assertThat(written).isEqualTo(1);
        assertThat(names(db)).containsExactly("one");
    }

    @EachDatabase
    void transactionWhenItThrowsThenNothingIsKeptAndTheExceptionIsTheCallersOwn(Databases databases) {
        Db db = databases.fresh();
        IllegalArgumentException own = new IllegalArgumentException("own");

        assertThatThrownBy(() -> db.inTransaction(() -> {
                    insert(db, "one");
                    throw own;
                }))
                .isSameAs(own);
        assertThat(names(db)).isEmpty();
    }

    @EachDatabase
    void transactionWhenInsideAnotherThenBothAreOne(Databases databases) {
        Db db = databases.fresh();

        assertThatThrownBy(() -> db.inTransaction(() -> {
                    insert(db, "outer");
                    db.inTransaction(() -> insert(db, "inner"));
                    assertThat(db.read(() -> count(db))).isEqualTo(2);
                    throw new IllegalStateException("after the inner one");
                }))
                .hasMessage("after the inner one");
        assertThat(names(db)).isEmpty();
    }

    @EachDatabase
    void transactionWhenInsideAReadThenItIsRefused(Databases databases) {
        Db db = databases.fresh();

        assertThatThrownBy(() -> db.read(() -> db.inTransaction(() -> insert(db, "one"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @EachDatabase
    void readWhenItWritesThenItIsRefused(Databases databases) {
        Db db = databases.fresh();

        assertThatThrownBy(() -> db.read(() -> insert(db, "one")))
                .isInstanceOf(InvalidDataAccessApiUsageException.class);
        assertThat(names(db)).isEmpty();
    }

    @EachDatabase
    void sqlWhenOutsideOfWorkThenItIsRefused(Databases databases) {
        Db db = databases.fresh();

        assertThatThrownBy(db::sql).isInstanceOf(IllegalStateException.class);
    }

    @EachDatabase
    void insertWhenTheKeyIsTakenThenItIsADuplicate(Databases databases) {
        Db db = databases.fresh();
        db.inTransaction(() -> insert(db, "one"));

        assertThatThrownBy(() -> db.inTransaction(() -> insert(db, "one"))).isInstanceOf(DuplicateKeyException.class);
    }

    @EachDatabase
    void insertWhenAValueIsMissingThenIntegrityIsViolated(Databases databases) {
        Db db = databases.fresh();

        assertThatThrownBy(() -> db.inTransaction(() -> db.sql()
                        .sql("insert into throttle_day (subject, day_start, failures) values ('a', 1, null)")
                        .update()))
                .isInstanceOf(DataIntegrityViolationException.class)
                .isNotInstanceOf(DuplicateKeyException.class);
    }

    @EachDatabase
    void afterCommitWhenTheTransactionCommitsThenItRunsOnceAndAfterwards(Databases databases) {
        Db db = databases.fresh();
        List<String> seen = new ArrayList<>();
        Thread caller = Thread.currentThread();

        db.inTransaction(() -> {
            db.afterCommit(() -> seen.addAll(names(db)));
            db.afterCommit(() -> assertThat(Thread.currentThread()).isSameAs(caller));
            insert(db, "one");
        });

        assertThat(seen).containsExactly("one");
    }

    @EachDatabase
    void afterCommitWhenTheTransactionFailsThenItNeverRuns(Databases databases) {
        Db db = databases.fresh();
        List<String> seen = new ArrayList<>();

        assertThatThrownBy(() -> db.inTransaction(() -> {
                    db.afterCommit(() -> seen.add("ran"));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(seen).isEmpty();
    }

    @EachDatabase
    void afterCommitWhenItThrowsThenTheCommitStands(Databases databases) {
        Db db = databases.fresh();

        db.inTransaction(() -> {
            insert(db, "one");
            db.afterCommit(() -> {
                throw new IllegalStateException("too late");
            });
        });

        assertThat(names(db)).containsExactly("one");
    }

    @EachDatabase
    void beforeCommitWhenTheWorkIsDoneThenItIsTheTransactionsLastPart(Databases databases) {
        Db db = databases.fresh();

        db.inTransaction(() -> {
            db.beforeCommit(() -> {
                assertThat(names(db)).containsExactly("one");
                insert(db, "two");
                db.beforeCommit(() -> insert(db, "three"));
            });
            db.inTransaction(() -> insert(db, "one"));
        });

        assertThat(names(db)).containsExactlyInAnyOrder("one", "two", "three");
    }

    @EachDatabase
    void beforeCommitWhenItOrTheWorkFailsThenNothingIsKept(Databases databases) {
        Db db = databases.fresh();

        assertThatThrownBy(() -> db.inTransaction(() -> {
                    insert(db, "one");
                    db.beforeCommit(() -> {
                        throw new IllegalStateException("no");
                    });
                }))
                .hasMessage("no");
        assertThatThrownBy(() -> db.inTransaction(() -> {
                    db.beforeCommit(() -> insert(db, "two"));
                    throw new IllegalStateException("not either");
                }))
                .hasMessage("not either");
        assertThatThrownBy(() -> db.read(() -> {
                    db.beforeCommit(() -> insert(db, "three"));
                    return 0;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(names(db)).isEmpty();
    }

    @EachDatabase
    void keptWhenTheTransactionEndsThenTheNextOneBeginsAnew(Databases databases) {
        Db db = databases.fresh();
        for (int i = 0; i < 2; i++) {
            db.inTransaction(() -> {
                StringBuilder kept = db.ofTransaction(this, StringBuilder.class, StringBuilder::new);
                assertThat(kept).isEmpty();
                kept.append("kept");
                db.inTransaction(() -> assertThat(db.ofTransaction(this, StringBuilder.class, StringBuilder::new))
                        .isSameAs(kept));
            });
        }
    }

    @EachDatabase
    void workWhenTheDatabaseIsClosedThenTheStoreIsUnavailable(Databases databases) {
        Db db = databases.fresh();
        db.close();

        assertThatThrownBy(() -> db.inTransaction(() -> insert(db, "one"))).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> db.read(() -> count(db))).isInstanceOf(StoreUnavailable.class);
    }

    static int insert(Db db, String name) {
        return db.sql()
                .sql("insert into throttle_day (subject, day_start, failures) values (:name, 1, 1)")
                .param("name", name)
                .update();
    }

    static int count(Db db) {
        return db.sql()
                .sql("select count(*) from throttle_day")
                .query(Integer.class)
                .single();
    }

    static List<String> names(Db db) {
        return db.read(() -> db.sql()
                .sql("select subject from throttle_day order by subject")
                .query(String.class)
                .list());
    }
}
