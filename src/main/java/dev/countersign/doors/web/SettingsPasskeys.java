package dev.countersign.doors.web;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.Passkey;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.pages.PasskeyEntry;
import dev.countersign.pages.Times;
import dev.countersign.rules.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// A person's passkeys, ready to be shown to them.
@Component
final class SettingsPasskeys {
    private final Passkeys passkeys;
    private final SettingsEntries entries;

    SettingsPasskeys(Passkeys passkeys, SettingsEntries entries) {
        this.passkeys = passkeys;
        this.entries = entries;
    }

    /// The oldest first.
    List<PasskeyEntry> of(SignedIn visit) {
        // Read on every visit of the overview: most people have none.
        boolean any = visit.present().factors().stream().anyMatch(factor -> factor.type() == FactorType.PASSKEY);
        if (!any) {
            return List.of();
        }
        Policy policy = visit.present().policy();
        Times times = entries.times(visit);
        Set<String> usable = visit.present().factors().stream()
                .filter(Factor::usable)
                .map(Factor::id)
                .collect(Collectors.toSet());
        return passkeys.list(visit.account().id()).stream()
                .map(passkey -> entry(visit, times, policy, usable, passkey))
                .toList();
    }

    private static PasskeyEntry entry(SignedIn visit, Times times, Policy policy, Set<String> usable, Passkey passkey) {
        return new PasskeyEntry(
                passkey.id(),
                passkey.name(),
                passkey.syncable(),
                times.day(passkey.enrolledAt()),
                Optional.ofNullable(passkey.lastUsedAt()).map(times::past).orElse(null),
                !usable.contains(passkey.id()),
                last(visit, passkey.id()) ? SettingsEntries.kept(policy) : null);
    }

    /// Whether two-step sign-in ends with that one.
    static boolean last(SignedIn visit, String id) {
        return visit.present().factors().stream()
                .noneMatch(factor -> !factor.id().equals(id) && factor.type().countsAsEnrolment());
    }

    boolean addable(SignedIn visit, List<PasskeyEntry> list) {
        return list.size() < Passkeys.MOST
                && visit.present().policy().usableFactors().contains(FactorType.PASSKEY);
    }
}
