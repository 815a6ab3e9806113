package dev.countersign.journeys.reference;

import dev.countersign.factors.factor.FactorType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is kept of a reference, but its secrets.
///
/// @param phone its whole number, or null
/// @param email its whole address, or null
/// @param questions those that are kept still, the newest first
public record ReferenceExport(
        String reference,
        Instant createdAt,
        ReferenceStanding standing,
        @Nullable String phone,
        @Nullable String email,
        List<Question> questions) {
    public ReferenceExport {
        questions = List.copyOf(questions);
    }

    @Override
    public String toString() {
        return "ReferenceExport[***]";
    }

    /// What it was asked, and what became of that.
    public record Question(
            String purpose,
            Instant askedAt,
            @Nullable Instant answeredAt,
            @Nullable FactorType factor,
            @Nullable Instant redeemedAt) {}
}
