package dev.countersign.journeys.entry;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;

/// The sites that somebody is let into now, for a copy of their data.
public final class EnteredSites {
    private final SiteSessionStore store;

    public EnteredSites(Db db) {
        this.store = new SiteSessionStore(db);
    }

    /// A site that a browser of theirs is let into, since when, and by which session.
    public record Entered(String siteId, String name, String origin, String sessionId, Instant since) {}

    /// All of the account, the newest first.
    public List<Entered> of(String accountId) {
        return store.of(accountId);
    }
}
