package dev.countersign.people.organisation;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /// The organisation of that id.
    public Optional<Organisation> byId(String id) {
        return db.read(() -> store.byId(id));
    }

    /// The account's place in that organisation.
    public Optional<Membership> membership(String accountId, String organisationId) {
        return db.read(() -> store.membership(accountId, organisationId));
    }

    /// Makes changes of who belongs to an organisation, and how, follow one another until this transaction ends.
    public void hold(String organisationId) {
        db.lock("organisation/" + organisationId);
    }

    /// Gives the organisation another name; false when there is none of that id.
    public boolean rename(String id, String name) {
        return db.inTransaction(() -> store.rename(id, name));
    }

    /// Makes the account a member; false when it is one already.
    ///
    /// @param managing whether the organisation manages the account from now on: only for one that was just made
    public boolean join(String accountId, String organisationId, Role role, boolean managing, Instant now) {
        return db.inTransaction(() -> store.join(accountId, organisationId, role, managing, now));
    }

    /// Gives a member another role. Whether one owner is left is for the caller to know.
    public boolean changeRole(String accountId, String organisationId, Role role, Instant now) {
        return db.inTransaction(() -> store.changeRole(accountId, organisationId, role, now));
    }

    /// Ends a membership. Whether one owner is left is for the caller to know.
    public boolean remove(String accountId, String organisationId) {
        return db.inTransaction(() -> store.remove(accountId, organisationId));
    }

    /// How many owners it has who can act: none that is suspended or going to be erased.
    public int owners(String organisationId) {
        return db.read(() -> store.owners(organisationId));
    }

    /// Its owners.
    public List<String> ownerIds(String organisationId) {
        return db.read(() -> store.ownerIds(organisationId));
    }

    /// The owners and admins who have held their role since that moment or longer and can sign in, owners first.
    public List<String> adminsSince(String organisationId, Instant moment, int most) {
        return db.read(() -> store.adminsSince(organisationId, moment, most));
    }

    /// Whether the account owns that organisation and nobody else does who can act. What would change that waits
    /// until this transaction ends, if the caller holds the organisation.
    public boolean lastOwner(String accountId, String organisationId) {
        return db.read(() -> store.membership(accountId, organisationId)
                .filter(m -> m.role() == Role.OWNER)
                .filter(_ -> store.ownersBut(accountId, organisationId) == 0)
                .isPresent());
    }

    /// Holds each organisation that the account owns, in an order that is the same for everybody, so that of two who
    /// hold several none waits for the other.
    ///
    /// @param more one to hold as well, "" for none
    public void holdOwnedBy(String accountId, String more) {
        Stream.concat(
                        Stream.of(more).filter(id -> !id.isEmpty()),
                        store.memberships(accountId).stream()
                                .filter(m -> m.role() == Role.OWNER)
                                .map(Membership::organisationId))
                .distinct()
                .sorted()
                .forEach(this::hold);
    }

    /// Members of it in the order of their ids, after that one, `limit` at most.
    public List<String> memberIds(String organisationId, String after, int limit) {
        return db.read(() -> store.memberIds(organisationId, after, limit));
    }

    /// All organisations in the order they were made, after that id, `limit` at most.
    public List<Organisation> after(String id, int limit) {
        return db.read(() -> store.after(id, limit));
    }

    /// Those of that name.
    public List<Organisation> named(String name) {
        return db.read(() -> store.named(name));
    }

    /// How many members it has.
    public int members(String organisationId) {
        return db.read(() -> store.members(organisationId));
    }

    /// Has it erased at that time; false when it is going to be erased already.
    public boolean eraseAt(String id, Instant at) {
        return db.inTransaction(() -> store.eraseAt(id, at));
    }

    /// Lets it stay; false when it was not going to be erased, or its time has come.
    public boolean keep(String id, Instant now) {
        return db.inTransaction(() -> store.keep(id, now));
    }

    /// Those whose time has come, `limit` at most.
    public List<Organisation> toErase(Instant now, int limit) {
        return db.read(() -> store.toErase(now, limit));
    }

    /// Whether its end is due; from then on nothing takes it back, whatever clock says that there is time.
    public boolean beginErasure(String id, Instant now) {
        return db.inTransaction(() -> store.beginErasure(id, now));
    }

    /// Deletes it with its policy, its invitations and what memberships are left.
    public void erase(String id) {
        db.inTransaction(() -> store.erase(id));
    }

    /// Makes that organisation the account's managing one, in the place of any other; false when the account is no
    /// member of it.
    public boolean manageBy(String accountId, String organisationId) {
        return db.inTransaction(() -> {
            db.lock("managing/" + accountId);
            return store.membership(accountId, organisationId).isPresent() && store.manageBy(accountId, organisationId);
        });
    }
}
