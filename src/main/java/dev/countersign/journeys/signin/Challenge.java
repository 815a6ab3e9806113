package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.FactorType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The open question of one sign-in or step-up, as a door may show it. It lives 10 minutes, takes 5 wrong codes,
/// and belongs to one account, one purpose and one browser.
///
/// @param factor what to ask for first: the factor used last, else the strongest
/// @param ways every way to answer, the first one included
/// @param rememberDays for how long the device would be remembered, 0 where the policy never does
/// @param mayRemember whether the person is asked to tick a box; with `always` it is remembered without asking
/// @param sessionId the session that is stepped up, for that purpose
public record Challenge(
        String id,
        String accountId,
        String email,
        Purpose purpose,
        FactorType factor,
        List<Way> ways,
        int attemptsLeft,
        Instant expiresAt,
        boolean mayRemember,
        int rememberDays,
        @Nullable String sessionId) {

    /// One way to answer a challenge, with what the person calls it ("Google Authenticator"), if anything.
    public record Way(FactorType type, @Nullable String label) {}

    /// What a right answer is for.
    public enum Purpose {
        /// A session.
        SIGN_IN,
        /// Fresh evidence on a session that is there.
        STEP_UP,
        /// Leave to enrol a first factor, by the code that was mailed or, after a reset, handed over.
        ENROLMENT
    }

    /// Whether it can be answered with that type of factor.
    public boolean takes(FactorType type) {
        return ways.stream().anyMatch(way -> way.type() == type);
    }
}
