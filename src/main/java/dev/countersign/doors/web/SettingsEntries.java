package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.factor.Factors;
import dev.countersign.journeys.enrolment.BackupCodeSets;
import dev.countersign.journeys.signin.Owed;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.pages.AppEntry;
import dev.countersign.pages.CodesEntry;
import dev.countersign.pages.Entry;
import dev.countersign.pages.Times;
import dev.countersign.rules.device.RememberedDevice;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a person has to sign in with and where they are signed in, ready to be shown to them.
@Component
final class SettingsEntries {
    private final Factors factors;
    private final BackupCodeSets codes;
    private final Visits visits;
    private final InstantSource clock;

    SettingsEntries(Factors factors, BackupCodeSets codes, Visits visits, InstantSource clock) {
        this.factors = factors;
        this.codes = codes;
        this.visits = visits;
        this.clock = clock;
    }

    Times times(SignedIn visit) {
        return new Times(visit.browser().words(), visit.zone(), clock.instant());
    }

    /// Whether the person is reminded to set up two-step sign-in. A recommendation can be put away for some days, a
    /// date cannot.
    static boolean reminded(SignedIn visit) {
        return visit.present().owes().contains(Owed.ENROLMENT_RECOMMENDED)
                && (visit.present().skippableUntil() != null || !visit.present().bannerHidden());
    }

    /// The connected authenticator app, if there is one.
    Optional<AppEntry> app(SignedIn visit) {
        return entry(visit, FactorType.TOTP);
    }

    /// The phone that codes go to, if there is one; its label is the masked number.
    Optional<AppEntry> phone(SignedIn visit) {
        return entry(visit, FactorType.SMS);
    }

    /// Whether two-step sign-in ends with that factor.
    static boolean last(SignedIn visit, FactorType type) {
        return visit.present().factors().stream()
                .noneMatch(factor -> factor.type() != type && factor.type().countsAsEnrolment());
    }

    private Optional<AppEntry> entry(SignedIn visit, FactorType type) {
        Policy policy = visit.present().policy();
        Times times = times(visit);
        return factors.list(visit.account().id()).stream()
                .filter(factor -> factor.type() == type)
                .findFirst()
                .map(factor -> new AppEntry(
                        factor.id(),
                        factor.label(),
                        times.day(factor.enrolledAt()),
                        Optional.ofNullable(factor.lastUsedAt())
                                .map(times::past)
                                .orElse(null),
                        !factor.usable(),
                        policy.usableFactors().contains(type),
                        last(visit, type) ? kept(policy) : null));
    }

    // Removing the only factor there is turns two-step sign-in off.
    static @Nullable String kept(Policy policy) {
        if (policy.enrolment() == Policy.Enrolment.REQUIRED) {
            return "required";
        }
        return policy.mayTurnOff() ? null : "stays-on";
    }

    CodesEntry codes(SignedIn visit) {
        BackupCodeSets.Standing standing = codes.standing(visit.account().id());
        int next = visit.present().policy().backupCodes();
        Instant madeAt = standing.madeAt();
        return new CodesEntry(
                standing.left(),
                standing.of(),
                madeAt == null ? null : times(visit).day(madeAt),
                visit.present().owes().contains(Owed.BACKUP_CODES_LOW),
                visit.present().enrolled() && next > 0,
                next);
    }

    /// How a device gets onto the list: `ask`, `always`, or `off` where none does.
    static String remember(SignedIn visit) {
        return switch (visit.present().policy().rememberDevice()) {
            case OFF -> "off";
            case ASK -> "ask";
            case ALWAYS -> "always";
        };
    }

    /// This device first, then the newest use.
    List<Entry> devices(SignedIn visit) {
        Times times = times(visit);
        return visits.devices(visit.session()).stream()
                .map(device -> entry(visit, times, device))
                .sorted(Comparator.comparing(Entry::here).reversed())
                .toList();
    }

    private static Entry entry(SignedIn visit, Times times, RememberedDevice device) {
        return new Entry(
                device.id(),
                device.browser(),
                device.network(),
                times.past(device.lastUsedAt()),
                times.day(device.rememberedAt()),
                times.day(device.expiresAt()),
                device.id().equals(visit.session().deviceId()));
    }

    /// This session first, then the newest use.
    List<Entry> sessions(SignedIn visit) {
        Times times = times(visit);
        return visits.sessions(visit.session()).stream()
                .map(session -> entry(visit, times, session))
                .sorted(Comparator.comparing(Entry::here).reversed())
                .toList();
    }

    private static Entry entry(SignedIn visit, Times times, Session session) {
        return new Entry(
                session.id(),
                session.browser(),
                session.network(),
                times.past(session.lastUsedAt()),
                times.day(session.createdAt()),
                times.day(session.expiresAt()),
                session.id().equals(visit.session().id()));
    }
}
