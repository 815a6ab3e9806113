package dev.countersign.rules.session;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.people.organisation.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A signed-in browser or app of one account, with the evidence it was given and when. It holds no token: only the
/// hash is kept.
public record Session(
        String id,
        String accountId,
        long epoch,
        @Nullable String deviceId,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        List<Evidence> evidence,
        String browser,
        String network)
        implements Actor {

    /// For how long a proof counts as fresh enough to change how one signs in.
    public static final Duration FRESH = Duration.ofMinutes(10);

    /// The newest second factor that was proven, or empty. An emailed code and a remembered device are none.
    public Optional<Evidence> secondFactor() {
        // Asked for each request to a site, like the next: no stream.
        Evidence newest = null;
        for (Evidence each : evidence) {
            if (each.type().isSecondFactor() && (newest == null || !newest.at().isAfter(each.at()))) {
                newest = each;
            }
        }
        return Optional.ofNullable(newest);
    }

    /// The newest proof of that type, or empty.
    public Optional<Instant> provenAt(FactorType type) {
        Instant newest = null;
        for (Evidence each : evidence) {
            if (each.type() == type && (newest == null || each.at().isAfter(newest))) {
                newest = each.at();
            }
        }
        return Optional.ofNullable(newest);
    }

    /// Whether a second factor was proven within that time.
    public boolean secondFactorWithin(Duration age, Instant now) {
        return secondFactor().filter(e -> !e.at().plus(age).isBefore(now)).isPresent();
    }

    /// Authentication context: `phr` (OpenID Connect EAP ACR Values, phishing-resistant) while a proof by passkey
    /// is younger than that, `aal2` while another second factor is, else `aal1`.
    public String acr(Duration aal2Age, Instant now) {
        boolean resistant = provenAt(FactorType.PASSKEY)
                .filter(at -> !at.plus(aal2Age).isBefore(now))
                .isPresent();
        if (resistant) {
            return "phr";
        }
        return secondFactorWithin(aal2Age, now) ? "urn:countersign:aal2" : "urn:countersign:aal1";
    }

    /// Authentication method references (RFC 8176): each method once, and `mfa` when two kinds were proven.
    public List<String> amr() {
        List<String> amr = new ArrayList<>();
        for (Evidence each : evidence) {
            each.amr().stream().filter(word -> !amr.contains(word)).forEach(amr::add);
        }
        boolean afterPassword =
                secondFactor().isPresent() && provenAt(FactorType.PASSWORD).isPresent();
        if (afterPassword || evidence.stream().anyMatch(Evidence::bothSteps)) {
            amr.add("mfa");
        }
        return List.copyOf(amr);
    }

    /// When the person last proved anything themselves: `auth_time`.
    public Instant authTime() {
        return evidence.stream()
                .filter(e -> e.type() != FactorType.DEVICE)
                .map(Evidence::at)
                .max(Instant::compareTo)
                .orElse(createdAt);
    }

    /// Whether it was opened by a remembered device instead of a second factor.
    public boolean byRememberedDevice() {
        return provenAt(FactorType.DEVICE).isPresent() && secondFactor().isEmpty();
    }
}
