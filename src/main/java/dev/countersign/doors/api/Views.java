package dev.countersign.doors.api;

import dev.countersign.doors.api.MeBodies.BackupCodesView;
import dev.countersign.doors.api.MeBodies.DeviceView;
import dev.countersign.doors.api.MeBodies.OrganisationView;
import dev.countersign.doors.api.MeBodies.PolicyView;
import dev.countersign.doors.api.MeBodies.SessionView;
import dev.countersign.doors.api.SignInBodies.AccountView;
import dev.countersign.doors.api.SignInBodies.ChallengeView;
import dev.countersign.doors.api.SignInBodies.DeviceToken;
import dev.countersign.doors.api.SignInBodies.EnrolmentView;
import dev.countersign.doors.api.SignInBodies.FactorView;
import dev.countersign.doors.api.SignInBodies.PendingFactor;
import dev.countersign.doors.api.SignInBodies.SessionToken;
import dev.countersign.doors.api.SignInBodies.WayView;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.Passkey;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.enrolment.PendingTotp;
import dev.countersign.journeys.signin.Challenge;
import dev.countersign.journeys.signin.EnrolmentGrant;
import dev.countersign.journeys.signin.Owed;
import dev.countersign.people.account.Account;
import dev.countersign.people.organisation.Membership;
import dev.countersign.rules.device.RememberedDevice;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The things of the house as the API shows them.
final class Views {
    /// A policy lets `aal2` last an hour at the least, and a session that is handed out was proven minutes ago.
    private static final Duration JUST_PROVEN = Duration.ofHours(1);

    private static final Map<Enum<?>, String> WORDS = new ConcurrentHashMap<>();

    private Views() {}

    static AccountView account(Account it) {
        return new AccountView(
                it.id(), it.email(), it.name(), it.locale(), it.timeZone(), it.operator(), it.createdAt());
    }

    static SessionToken session(Session it, Token token) {
        return new SessionToken(
                it.id(),
                token.text(),
                it.createdAt(),
                it.expiresAt(),
                it.acr(JUST_PROVEN, it.lastUsedAt()),
                it.amr(),
                it.authTime());
    }

    static SessionView session(Session it, Policy policy, Instant now, String currentId) {
        return new SessionView(
                it.id(),
                it.browser(),
                it.network(),
                it.createdAt(),
                it.lastUsedAt(),
                it.expiresAt(),
                it.acr(policy.aal2Age(), now),
                it.amr(),
                it.authTime(),
                it.byRememberedDevice(),
                it.id().equals(currentId));
    }

    static @Nullable DeviceToken device(@Nullable Token token) {
        return token == null ? null : new DeviceToken(token.text());
    }

    static DeviceView device(RememberedDevice it, @Nullable String currentId) {
        return new DeviceView(
                it.id(),
                it.browser(),
                it.network(),
                it.rememberedAt(),
                it.lastUsedAt(),
                it.expiresAt(),
                it.id().equals(currentId));
    }

    static ChallengeView challenge(Challenge it, Token token, @Nullable Instant nextSendAt) {
        List<WayView> ways = it.ways().stream()
                .map(way -> new WayView(way.type().word(), way.label()))
                .toList();
        return new ChallengeView(
                token.text(),
                it.factor().word(),
                ways,
                it.attemptsLeft(),
                it.expiresAt(),
                nextSendAt,
                it.mayRemember());
    }

    static EnrolmentView enrolment(EnrolmentGrant it, Token token) {
        return new EnrolmentView(
                token.text(), words(it.types()), "required-by-policy", it.skippableUntil(), it.expiresAt());
    }

    static PendingFactor pending(PendingTotp it) {
        return new PendingFactor(it.id(), "pending", it.secret(), it.uri(), it.expiresAt());
    }

    static FactorView factor(Factor it) {
        return factor(it, it.type() == FactorType.SMS ? it.label() : null);
    }

    /// With what is known of it, where it is a passkey.
    static FactorView factor(Factor it, @Nullable Passkey passkey) {
        return passkey == null ? factor(it) : factor(it, passkey.syncable() ? "synced" : "device-bound");
    }

    private static FactorView factor(Factor it, @Nullable String hint) {
        return new FactorView(
                it.id(), it.type().word(), it.label(), hint, it.enrolledAt(), it.lastUsedAt(), it.usable());
    }

    static BackupCodesView backupCodes(int left, int of) {
        return new BackupCodesView(FactorType.BACKUP_CODE.word(), left, of);
    }

    static OrganisationView organisation(Membership it) {
        return new OrganisationView(
                it.organisationId(), it.organisationName(), word(it.role()), it.managing(), it.since(), it.eraseAt());
    }

    static PolicyView policy(Policy it) {
        List<String> factors = words(it.usableFactors());
        String preferred = it.preferred().word();
        return policy(
                it, factors, factors.contains(preferred) ? preferred : factors.isEmpty() ? null : factors.getFirst());
    }

    /// A policy as it was written, with what this server cannot offer.
    static PolicyView written(Policy it) {
        return policy(
                it,
                words(it.factors().stream().sorted().toList()),
                it.preferred().word());
    }

    private static PolicyView policy(Policy it, List<String> factors, @Nullable String preferred) {
        return new PolicyView(
                word(it.enrolment()),
                it.graceDays(),
                factors,
                preferred,
                word(it.emailCode()),
                it.mayTurnOff(),
                it.backupCodes(),
                word(it.rememberDevice()),
                it.rememberDays(),
                it.devicesPerAccount(),
                it.accountsPerDevice(),
                it.signOutForgetsDevice(),
                it.sessionMinutes(),
                it.idleMinutes(),
                it.adminIdleMinutes(),
                it.aal2Hours(),
                word(it.resetBy()),
                it.resetWaitHours(),
                word(it.recovery()),
                it.recoveryWaitHours());
    }

    static List<String> owed(Collection<Owed> owed) {
        return owed.isEmpty()
                ? List.of()
                : owed.stream().sorted().map(Views::word).toList();
    }

    static List<String> words(Collection<FactorType> types) {
        List<String> words = new ArrayList<>(types.size());
        for (FactorType type : types) {
            words.add(type.word());
        }
        return words;
    }

    /// A constant's name in the API: lower case, with dashes.
    private static String word(Enum<?> constant) {
        return WORDS.computeIfAbsent(
                constant, it -> it.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
