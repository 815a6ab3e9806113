package dev.countersign.people.organisation;

import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Single-use links into the installation: invitations, and the set-up link of the first start.
public final class Invitations {

    /// How long a set-up link works.
    public static final Duration SET_UP_LINK = Duration.ofHours(1);

    private final Db db;
    private final Tokens tokens;
    private final OrganisationStore store;

    public Invitations(Db db, Tokens tokens) {
        this.db = db;
        this.tokens = tokens;
        this.store = new OrganisationStore(db);
    }

    /// A new invitation, with the token of its link.
    public record Issued(Invitation invitation, Token token) {}

    /// Issues an invitation, for that address only where one is given.
    public Issued issue(@Nullable String emailKey, Duration goodFor, Instant now) {
        Token token = tokens.newToken(Token.Kind.INVITATION);
        Invitation invitation = new Invitation(tokens.newId(now), emailKey, now.plus(goodFor));
        db.inTransaction(() -> store.insert(invitation, token.hash(), now));
        return new Issued(invitation, token);
    }

    /// The invitation behind a token, while it works.
    public Optional<Invitation> open(String token, Instant now) {
        return db.read(() -> store.openInvitation(Token.hash(token), now));
    }

    /// Uses it up: of any number of tries one wins.
    public boolean use(String token, Instant now) {
        return db.inTransaction(() -> store.useInvitation(Token.hash(token), now));
    }

    /// The same by the hash of its token, for a sign-up that came with it and was confirmed later.
    public boolean useHashed(String tokenHash, Instant now) {
        return db.inTransaction(() -> store.useInvitation(tokenHash, now));
    }

    /// Whether it was used before: somebody opens an old link again.
    public boolean used(String token) {
        return db.read(() -> store.invitationUsed(Token.hash(token)));
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
