package dev.countersign.wiring;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What is kept of the record of events.
///
/// @param retentionDays 0 for everything
public record AuditSettings(
        @About(
                "How many days events are kept, 30 to 3650; `0` keeps them all. Older ones are deleted, the seal over the last of them stays.")
        @DefaultValue("0")
        int retentionDays) {
    private static final int LEAST = 30;
    private static final int MOST = 3650;

    public AuditSettings {
        Checks.demand(
                retentionDays == 0 || (retentionDays >= LEAST && retentionDays <= MOST),
                "countersign.audit.retention-days",
                "must be 0, or from 30 to 3650");
    }

    /// For how long events are kept, empty for ever.
    Optional<Duration> retention() {
        return retentionDays == 0 ? Optional.empty() : Optional.of(Duration.ofDays(retentionDays));
    }
}
