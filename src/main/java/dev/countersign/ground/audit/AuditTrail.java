package dev.countersign.ground.audit;

import dev.countersign.ground.audit.AuditStore.Ask;
import dev.countersign.ground.audit.AuditStore.Owner;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The record of events. An event is written in the transaction of what it tells of, so neither stands without the
/// other; a line in the server's log follows the commit.
public final class AuditTrail {
    /// How long webhooks are tried.
    public static final Duration TOLD_WITHIN = Duration.ofDays(3);

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
            if (store.insert(row)) {
                store.tell(row, AuditKind.ofType(row.type()).word(), now.plus(TOLD_WITHIN));
            }
            db.afterCommit(() -> LOG.atInfo().addArgument(row::line).log("{}"));
        });
    }

    /// The latest events about an account, the newest first.
    public List<AuditEntry> latest(String accountId, int limit) {
        return about(accountId, AuditFilter.ALL, null, limit);
    }

    /// The events about an account that are asked for, the newest first.
    ///
    /// @param after the last event seen, null for the beginning
    public List<AuditEntry> about(String accountId, AuditFilter filter, @Nullable AuditPlace after, int limit) {
        return list(new Ask(Owner.ACCOUNT, accountId, filter, after, limit));
    }

    /// The events of an organisation, the newest first: those that tell of it, and those of accounts that it managed
    /// when they happened.
    ///
    /// @param after the last event seen, null for the beginning
    public List<AuditEntry> ofOrganisation(
            String organisationId, AuditFilter filter, @Nullable AuditPlace after, int limit) {
        return list(new Ask(Owner.ORGANISATION, organisationId, filter, after, limit));
    }

    /// All events of the server, the newest first, for its operator.
    ///
    /// @param after the last event seen, null for the beginning
    public List<AuditEntry> all(AuditFilter filter, @Nullable AuditPlace after, int limit) {
        return list(new Ask(Owner.EVERYBODY, "", filter, after, limit));
    }

    /// One event of an organisation's log.
    public Optional<AuditEntry> ofOrganisation(String organisationId, String id) {
        return db.read(() -> store.byId(organisationId, id)).map(AuditRow::entry);
    }

    private List<AuditEntry> list(Ask ask) {
        return db.read(() -> store.list(ask)).stream().map(AuditRow::entry).toList();
    }
}
