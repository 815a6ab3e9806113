package dev.countersign.journeys.reference;

import dev.countersign.ground.throttle.Budget;
import dev.countersign.people.verifyapp.VerifyApp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The keys of verify-only applications, as they come with calls.
public final class VerifyKeys {
    /// How many calls an application may make in [#BUDGET_TIME] on one node.
    public static final int BUDGET = 6000;
    /// That time.
    public static final Duration BUDGET_TIME = Duration.ofMinutes(1);

    private final ReferenceRooms rooms;
    private final Budget budget = new Budget(BUDGET, BUDGET_TIME);

    public VerifyKeys(ReferenceRooms rooms) {
        this.rooms = rooms;
    }

    /// What a key opens.
    public sealed interface VerifyKeyOutcome {
        /// That application.
        record Known(VerifyApp app) implements VerifyKeyOutcome {}

        /// Nothing.
        record Dead() implements VerifyKeyOutcome {}

        /// Nothing until then: too many calls.
        record Delayed(Instant until) implements VerifyKeyOutcome {}
    }

    /// What that key opens now.
    public VerifyKeyOutcome present(String key) {
        Instant now = rooms.ground().clock().instant();
        Optional<VerifyApp> app = rooms.apps().byKey(key, now);
        if (app.isEmpty()) {
            return new VerifyKeyOutcome.Dead();
        }
        return budget.take(app.get().id(), now)
                .<VerifyKeyOutcome>map(VerifyKeyOutcome.Delayed::new)
                .orElseGet(() -> new VerifyKeyOutcome.Known(app.get()));
    }
}
