package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Challenge.Purpose;
import dev.countersign.journeys.signin.Challenge.Way;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is open on the way in, as doors may show it: challenges and grants. What they lead to is decided again from
/// policy each time.
final class Openings {
    private static final List<FactorType> SECOND_STEPS = List.of(FactorType.PASSKEY, FactorType.TOTP, FactorType.SMS);

    private final SignInRooms rooms;
    private final Standings standings;
    private final ChallengeStore challenges;
    private final EnrolmentGrantStore grants;

    Openings(SignInRooms rooms, SignInJourney journey) {
        this.rooms = rooms;
        this.standings = journey.standings();
        this.challenges = new ChallengeStore(rooms.db());
        this.grants = new EnrolmentGrantStore(rooms.db());
    }

    Optional<Challenge> challenge(String token, @Nullable String deviceToken) {
        Instant now = rooms.clock().instant();
        return rooms.db()
                .read(() -> challenges
                        .byToken(Token.hash(token))
                        .filter(row -> row.open(now) && row.attemptsLeft() > 0)
                        .filter(row -> !row.bound()
                                || rooms.devices().matches(deviceToken, String.valueOf(row.deviceId()), now))
                        .flatMap(row -> standings
                                .of(row.accountId())
                                .filter(standing -> standing.account().epoch() == row.epoch())
                                .map(standing -> SessionIssuer.view(row, standing, ways(row, standing, now)))));
    }

    void cancel(String token) {
        Instant now = rooms.clock().instant();
        rooms.db()
                .inTransaction(
                        () -> challenges.byToken(Token.hash(token)).ifPresent(row -> challenges.close(row.id(), now)));
    }

    Optional<EnrolmentGrant> grant(String token) {
        Instant now = rooms.clock().instant();
        return rooms.db()
                .read(() -> grants.open(Token.hash(token), now)
                        .flatMap(row -> standings
                                .of(row.accountId())
                                .filter(standing -> standing.account().epoch() == row.epoch())
                                .map(standing -> view(row, standing, now))));
    }

    private static EnrolmentGrant view(EnrolmentGrantStore.Row row, Standing standing, Instant now) {
        Requirement requirement = standing.wants(row.evidence(), false, now);
        List<FactorType> types =
                Policies.inOrder(standing.policy(), standing.policy().usableFactors());
        @Nullable
        Instant until = switch (requirement) {
            case Requirement.MustEnrol(List<FactorType> ignored, Instant graceUntil) -> graceUntil;
            case Requirement.Satisfied() -> row.expiresAt();
            case Requirement.Missing(List<FactorType> ignored) -> null;
            case Requirement.Stale(FactorType ignored, Instant since) -> null;
        };
        return SessionIssuer.view(row, standing.account(), types, until);
    }

    /// The ways to answer that challenge, by today's policy.
    static List<Way> ways(ChallengeStore.Row row, Standing standing, Instant now) {
        if (!standing.enrolled()) {
            return standing.comesFirst(row.evidence(), false).map(standing::way).stream()
                    .toList();
        }
        if (row.purpose() == Purpose.STEP_UP) {
            return standing.ways(SECOND_STEPS);
        }
        Requirement requirement = standing.wants(row.evidence(), false, now);
        return requirement instanceof Requirement.Missing(List<FactorType> types) ? standing.ways(types) : List.of();
    }
}
