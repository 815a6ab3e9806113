package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import java.util.ArrayList;
import java.util.List;

/// The evidence of a session as it grows: the newest proof of each type.
public final class SessionEvidence {
    private SessionEvidence() {}

    /// The old evidence with the new in it; a proof of the same type takes the older one's place.
    public static List<Evidence> with(List<Evidence> old, List<Evidence> added) {
        List<Evidence> evidence = new ArrayList<>(old);
        for (Evidence each : added) {
            // A key that knows nobody does not take away what one that did has proven.
            evidence.removeIf(e -> e.type() == each.type() && (each.bothSteps() || !e.bothSteps()));
            evidence.add(each);
        }
        return List.copyOf(evidence);
    }
}
