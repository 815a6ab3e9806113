package dev.countersign.journeys.reference;

import dev.countersign.factors.factor.FactorType;
import java.time.Instant;

/// What came of redeeming a result.
public sealed interface RedeemReferenceOutcome {
    /// That person answered, for that purpose, then and with that.
    record Redeemed(FactorType factor, Instant verifiedAt) implements RedeemReferenceOutcome {}

    /// Unknown, used, too old, or of another reference, purpose or application; it is good for nothing now.
    record Refused() implements RedeemReferenceOutcome {}
}
