package dev.countersign.journeys.enrolment;

import dev.countersign.ground.audit.Origin;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Backup codes as a set: made, shown once, put away.
public final class BackupCodeSets {

    /// How many codes are left, of how many, and when they were made (null where there are none).
    public record Standing(int left, int of, @Nullable Instant madeAt) {}

    /// The codes that this session may still see, until it says that they are saved, 15 minutes at most.
    public record Shown(List<String> codes, Instant madeAt) {}

    /// Makes a new set; the old one is void.
    public NewCodesOutcome make(Session session, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// The new codes, to the session that had them made.
    public Optional<Shown> shown(Session session) {
        throw new UnsupportedOperationException();
    }

    /// They are saved: never shown again.
    public void putAway(Session session) {
        throw new UnsupportedOperationException();
    }

    /// What is left of them.
    public Standing standing(String accountId) {
        throw new UnsupportedOperationException();
    }
}
