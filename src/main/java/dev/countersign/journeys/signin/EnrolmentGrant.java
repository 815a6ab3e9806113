package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The leave to enrol a factor, and nothing else, for a person who proved enough to do that but may not have a
/// session before.
///
/// @param types what may be enrolled, the preferred one first when there are several
/// @param skippableUntil until when the person may go on without, or null
public record EnrolmentGrant(
        String id,
        String accountId,
        String email,
        long epoch,
        @Nullable String deviceId,
        List<Evidence> evidence,
        boolean remember,
        Set<FactorType> types,
        @Nullable Instant skippableUntil,
        Instant expiresAt) {}
