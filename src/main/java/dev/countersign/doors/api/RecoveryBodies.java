package dev.countersign.doors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.countersign.journeys.signin.WaitingRecoveries.Waiting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What goes over the wire about account recovery.
final class RecoveryBodies {
    private RecoveryBodies() {}

    /// One that has begun.
    record RecoveryView(Instant begunAt, Instant readyAt, Instant overAt) implements Wire {
        static RecoveryView of(Waiting waiting) {
            return new RecoveryView(waiting.begunAt(), waiting.readyAt(), waiting.overAt());
        }
    }

    /// How it stands at a challenge; `recovery` is there once one has begun.
    record RecoveryStandingAnswer(
            String status,
            @JsonInclude(Include.NON_NULL) @Nullable RecoveryView recovery) implements Wire {}

    /// A link is on its way.
    record RecoverySentAnswer(String sentTo) implements Wire {}

    record RecoveryRequest(@Nullable String token) implements Wire {}
}
