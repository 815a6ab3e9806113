package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Challenge.Purpose;
import dev.countersign.people.account.Account;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Sign-ins whose password was right just now and that wait for the second step, for what can be done there besides
/// answering. Each belongs to the browser that it was begun in.
public final class OpenSignIns {
    private final SignInRooms rooms;
    private final ChallengeStore challenges;

    /// Over those rooms.
    public OpenSignIns(SignInRooms rooms) {
        this.rooms = rooms;
        this.challenges = new ChallengeStore(rooms.db());
    }

    /// A sign-in half-way.
    ///
    /// @param passwordAt when the password was proven
    public record OpenSignIn(String challengeId, Account account, Instant passwordAt) {}

    /// The one of that token in that browser, for showing a page; empty when it is over.
    public Optional<OpenSignIn> look(String token, @Nullable String deviceToken, Instant now) {
        return rooms.db()
                .read(() -> find(
                        token, row -> rooms.devices().matches(deviceToken, String.valueOf(row.deviceId()), now), now));
    }

    /// The same, in the caller's transaction; no answer closes it until that ends.
    public Optional<OpenSignIn> hold(String token, @Nullable String deviceToken, Instant now) {
        return find(token, row -> rooms.devices().holds(deviceToken, String.valueOf(row.deviceId()), now), now)
                .filter(open -> challenges.hold(open.challengeId(), now));
    }

    /// Ends it, in the caller's transaction.
    public boolean close(OpenSignIn open, Instant now) {
        return challenges.close(open.challengeId(), now);
    }

    private Optional<OpenSignIn> find(String token, Predicate<ChallengeStore.Row> sameBrowser, Instant now) {
        return challenges
                .byToken(Token.hash(token))
                .filter(row -> row.open(now) && row.attemptsLeft() > 0)
                .filter(row -> row.purpose() == Purpose.SIGN_IN && row.sessionId() == null)
                .filter(row -> !row.bound() || sameBrowser.test(row))
                .flatMap(row -> passwordAt(row)
                        .flatMap(at -> rooms.accounts()
                                .byId(row.accountId())
                                .filter(account -> account.epoch() == row.epoch())
                                .map(account -> new OpenSignIn(row.id(), account, at))));
    }

    private static Optional<Instant> passwordAt(ChallengeStore.Row row) {
        return row.evidence().stream()
                .filter(evidence -> evidence.type() == FactorType.PASSWORD)
                .map(Evidence::at)
                .findFirst();
    }
}
