package dev.countersign.people.organisation;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;

/// All organisations and who belongs to them.
public final class Organisations {
    private final Db db;
    private final Tokens tokens;
    private final OrganisationStore store;

    public Organisations(Db db, Tokens tokens) {
        this.db = db;
        this.tokens = tokens;
        this.store = new OrganisationStore(db);
    }

    /// Makes an organisation that this account owns and is managed by, and returns its id.
    public String create(String name, String ownerId, Instant now) {
        return db.inTransaction(() -> {
            String id = tokens.newId(now);
            store.insert(id, name, now);
            boolean managing = store.memberships(ownerId).stream().noneMatch(Membership::managing);
            store.join(ownerId, id, Role.OWNER, managing, now);
            return id;
        });
    }

    /// Where the account is a member, the oldest membership first.
    public List<Membership> memberships(String accountId) {
        return db.read(() -> store.memberships(accountId));
    }
}
