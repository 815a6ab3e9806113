package dev.countersign.people.organisation;

import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.organisation.Invitation.Into;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Single-use links into the installation: invitations, and the set-up link of the first start.
public final class Invitations {

    /// How long a set-up link works.
    public static final Duration SET_UP_LINK = Duration.ofHours(1);

    /// How long an invitation into an organisation works.
    public static final Duration INTO_AN_ORGANISATION = Duration.ofDays(7);

    private final Db db;
    private final Tokens tokens;
    private final OrganisationStore store;
    private final InvitationStore invitations;

    public Invitations(Db db, Tokens tokens) {
        this.db = db;
        this.tokens = tokens;
        this.store = new OrganisationStore(db);
        this.invitations = new InvitationStore(db);
    }

    /// A new invitation, with the token of its link.
    public record Issued(Invitation invitation, Token token) {}

    /// Issues an invitation, for that address only where one is given.
    public Issued issue(@Nullable String emailKey, Duration goodFor, Instant now) {
        Token token = tokens.newToken(Token.Kind.INVITATION);
        Invitation invitation = new Invitation(tokens.newId(now), emailKey, null, now.plus(goodFor));
        db.inTransaction(() -> invitations.insert(invitation, token.hash(), now));
        return new Issued(invitation, token);
    }

    /// Issues an invitation into an organisation, in the place of the open one for the same address if there is
    /// one: its link works no longer.
    public Issued issue(EmailAddress address, Into into, Instant now) {
        Token token = tokens.newToken(Token.Kind.INVITATION);
        return db.inTransaction(() -> {
            Optional<Invitation> open = invitations.openFor(into.organisationId(), address.key(), now);
            String id = open.map(Invitation::id).orElseGet(() -> tokens.newId(now));
            Invitation invitation = new Invitation(id, address.key(), into, now.plus(INTO_AN_ORGANISATION));
            if (open.isEmpty() || !invitations.renew(invitation, token.hash(), now)) {
                Invitation anew = open.isEmpty()
                        ? invitation
                        : new Invitation(tokens.newId(now), address.key(), into, invitation.expiresAt());
                invitations.insert(anew, token.hash(), now);
                return new Issued(anew, token);
            }
            return new Issued(invitation, token);
        });
    }

    /// An organisation's invitation while it works.
    public Optional<Invitation> openIn(String organisationId, String id, Instant now) {
        return db.read(() -> invitations.openIn(organisationId, id, now));
    }

    /// The open invitation of an address into an organisation.
    public Optional<Invitation> openFor(String organisationId, EmailAddress address, Instant now) {
        return db.read(() -> invitations.openFor(organisationId, address.key(), now));
    }

    /// An organisation's open invitations whose address is after that one, in the order of addresses.
    ///
    /// @param containing a pattern of SQL's `like`, with `!` before what stands for itself
    public List<Invitation> list(String organisationId, String containing, String after, int limit, Instant now) {
        return db.read(() -> invitations.list(organisationId, containing, after, limit, now));
    }

    /// How many of an organisation's invitations are open.
    ///
    /// @param containing a pattern of SQL's `like`
    public int count(String organisationId, String containing, Instant now) {
        return db.read(() -> invitations.count(organisationId, containing, now));
    }

    /// Takes an organisation's invitation back; false when it was used, or taken back before.
    public boolean revoke(String organisationId, String id, Instant now) {
        return db.inTransaction(() -> invitations.revoke(organisationId, id, now));
    }

    /// Takes back all that one account has invited to an organisation, and gives the ids of their mails.
    public List<String> revokeOf(String organisationId, String invitedBy, Instant now) {
        return db.inTransaction(() -> invitations.revokeOf(organisationId, invitedBy, now));
    }

    /// The invitation behind a token, while it works.
    public Optional<Invitation> open(String token, Instant now) {
        return db.read(() -> invitations.open(Token.hash(token), now));
    }

    /// Uses it up: of any number of tries one wins.
    public boolean use(String token, Instant now) {
        return db.inTransaction(() -> invitations.use(Token.hash(token), now));
    }

    /// The same by the hash of its token, for a sign-up that came with it and was confirmed later.
    public boolean useHashed(String tokenHash, Instant now) {
        return db.inTransaction(() -> invitations.use(tokenHash, now));
    }

    /// Whether it was used before: somebody opens an old link again.
    public boolean used(String token) {
        return db.read(() -> invitations.used(Token.hash(token)));
    }

    /// The organisation that a used invitation led somebody of that address into.
    public Optional<String> usedBy(String token, EmailAddress address) {
        return db.read(() -> invitations.usedBy(Token.hash(token), address.key()));
    }

    /// A new set-up link, good once and for an hour, in place of the one before; empty when the first start is
    /// done.
    public Optional<Token> newSetUpLink(Instant now) {
        Token token = tokens.newToken(Token.Kind.SET_UP);
        boolean kept = db.inTransaction(() -> store.putSetUpLink(token.hash(), now.plus(SET_UP_LINK)));
        return kept ? Optional.of(token) : Optional.empty();
    }

    /// Whether that set-up link works.
    public boolean setUpLinkGood(String token, Instant now) {
        return db.read(() -> store.setUpLinkGood(Token.hash(token), now));
    }

    /// Uses the set-up link up, once and for all.
    public boolean useSetUpLink(String token, Instant now) {
        return db.inTransaction(() -> store.useSetUpLink(Token.hash(token), now));
    }

    /// Whether the installation has its operator.
    public boolean firstStartDone() {
        return db.read(() -> store.firstStartCompletedAt() != null);
    }
}
