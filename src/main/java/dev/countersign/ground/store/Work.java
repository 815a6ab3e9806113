package dev.countersign.ground.store;

import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a thread is in the middle of: its connection, and what is to run once it has committed. Broken by the first
/// error that says the database cannot be worked with: SQLite may then have undone the transaction already, and
/// what came after would stand alone.
final class Work {
    private final Connection connection;
    private final boolean readOnly;
    private final List<Runnable> afterCommit;
    private final Deque<Runnable> beforeCommit = new ArrayDeque<>();
    private final Map<Object, Object> kept = new HashMap<>();
    private boolean broken;

    Work(Connection connection, boolean readOnly, List<Runnable> afterCommit) {
        this.connection = connection;
        this.readOnly = readOnly;
        this.afterCommit = afterCommit;
    }

    Connection connection() {
        return connection;
    }

    boolean readOnly() {
        return readOnly;
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    Deque<Runnable> beforeCommit() {
        return beforeCommit;
    }

    /// One may add another: they run until none is left.
    void runBeforeCommit() {
        while (!beforeCommit.isEmpty()) {
            beforeCommit.removeFirst().run();
        }
    }

    Map<Object, Object> kept() {
        return kept;
    }

    void breakOff() {
        broken = true;
    }

    void refuseIfBroken() {
        if (broken) {
            throw new StoreUnavailable("The database failed earlier in this transaction");
        }
    }
}
