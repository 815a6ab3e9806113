package dev.countersign.ground.audit;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The record of events. An event is written in the transaction of what it tells of, so neither stands without the
/// other; a line in the server's log follows the commit.
public final class AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger("audit");

    private final Db db;
    private final Tokens tokens;
    private final AuditStore store;

    public AuditTrail(Db db, Tokens tokens) {
        this.db = db;
        this.tokens = tokens;
        this.store = new AuditStore(db);
    }

    public void record(AuditEvent event, Origin origin, Instant now) {
        db.inTransaction(() -> {
            AuditRow row = AuditRow.of(tokens.newId(now), now, event, origin);
            store.insert(row);
            db.afterCommit(() -> LOG.atInfo().addArgument(row::line).log("{}"));
        });
    }

    /// The latest events about an account, the newest first.
    public List<AuditEntry> latest(String accountId, int limit) {
        return db.read(() -> store.latest(accountId, limit)).stream()
                .map(AuditRow::entry)
                .toList();
    }

    /// The events about an account that come after that one in the order of the list, the newest first.
    ///
    /// @param after the id of the last event seen, null for the beginning
    public List<AuditEntry> about(String accountId, @Nullable String after, int limit) {
        return db.read(() -> store.about(accountId, after, limit)).stream()
                .map(AuditRow::entry)
                .toList();
    }
}
