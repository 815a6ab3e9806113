package dev.countersign.journeys.signin;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.signin.Challenge.Way;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.rules.policy.EffectivePolicy;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.Requirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An account as policy sees it at one moment: what it has enrolled, and what holds for it. Read again at every
/// step.
record Standing(
        Account account,
        EffectivePolicy effective,
        List<Factor> factors,
        BackupCodes.Standing backupCodes,
        boolean resetPending,
        boolean mails) {

    /// Backup codes are low at this number and below, unless a whole set is no larger.
    private static final int FEW = 3;

    Policy policy() {
        return effective.policy();
    }

    boolean enrolled() {
        return factors.stream().anyMatch(f -> f.type().countsAsEnrolment());
    }

    @Nullable
    Instant graceUntil() {
        return effective.graceUntil(account.createdAt());
    }

    /// What policy still wants of somebody who has proven that. After a reset the account is set up again before
    /// anything else, whatever policy says: the code that was mailed or handed over opens enrolment and nothing
    /// more, for a session without a factor would leave the account to whoever else has the password.
    Requirement wants(List<Evidence> evidence, boolean remembered, Instant now) {
        Set<FactorType> usable = policy().usableFactors();
        return resetPending && !enrolled() && !usable.isEmpty()
                ? new Requirement.MustEnrol(Policies.inOrder(policy(), usable), null)
                : Policies.decide(policy(), factors, evidence, remembered, graceUntil(), now);
    }

    /// The code that an account without a factor needs besides its password before it gets what it `wants`, so that
    /// a stolen password alone never enrols: an emailed one, on a device not seen before and after every reset;
    /// where no mail can be sent, after a reset, the one that was handed over. Empty when none is needed, or it was
    /// given.
    ///
    /// @param known whether the account was signed in to on this device before
    Optional<FactorType> comesFirst(List<Evidence> evidence, boolean known, Requirement wants) {
        if (enrolled() || proven(evidence, FactorType.EMAIL) || proven(evidence, FactorType.HAND_OVER)) {
            return Optional.empty();
        }
        if (!mails) {
            return resetPending ? Optional.of(FactorType.HAND_OVER) : Optional.empty();
        }
        boolean asked =
                wants instanceof Requirement.MustEnrol || policy().emailCode() == Policy.EmailCode.WHEN_NOTHING_ELSE;
        return resetPending || (!known && asked) ? Optional.of(FactorType.EMAIL) : Optional.empty();
    }

    /// The same before a session enrols its first factor: there `emailCode: off` suppresses nothing.
    Optional<FactorType> comesFirst(List<Evidence> evidence, boolean known) {
        return comesFirst(evidence, known, new Requirement.MustEnrol(List.of(), null));
    }

    /// Whether the code that was handed over after a reset is what stands in for the password.
    boolean handOverNeeded() {
        return resetPending && !mails && !enrolled();
    }

    private static boolean proven(List<Evidence> evidence, FactorType type) {
        return evidence.stream().anyMatch(each -> each.type() == type);
    }

    /// That code as the way to answer.
    Way way(FactorType first) {
        return new Way(first, first == FactorType.EMAIL ? new EmailAddress(account.email()).masked() : null);
    }

    /// The ways to answer a challenge that wants one of these types: those that are not suspended, the one used
    /// last first, and backup codes behind them. Passkeys are one way, however many there are.
    List<Way> ways(List<FactorType> types) {
        List<Way> ways = new ArrayList<>();
        factors.stream()
                .filter(Factor::usable)
                .filter(f -> types.contains(f.type()))
                .sorted(Comparator.comparing((Factor f) -> f.lastUsedAt() == null ? f.enrolledAt() : f.lastUsedAt())
                        .reversed())
                .filter(f -> f.type() != FactorType.PASSKEY
                        || ways.stream().noneMatch(way -> way.type() == FactorType.PASSKEY))
                .forEach(f -> ways.add(new Way(f.type(), f.label())));
        if (enrolled() && backupCodes.left() > 0) {
            ways.add(new Way(FactorType.BACKUP_CODE, null));
        }
        return List.copyOf(ways);
    }

    Set<Owed> owes() {
        Set<Owed> owes = EnumSet.noneOf(Owed.class);
        boolean asked = policy().enrolment() != Policy.Enrolment.OPTIONAL;
        if (!enrolled() && asked && !Policies.addable(policy(), factors).isEmpty()) {
            owes.add(Owed.ENROLMENT_RECOMMENDED);
        }
        if (enrolled() && backupCodes.of() > 0 && backupCodes.left() <= FEW && backupCodes.left() < backupCodes.of()) {
            owes.add(Owed.BACKUP_CODES_LOW);
        }
        return owes;
    }
}
