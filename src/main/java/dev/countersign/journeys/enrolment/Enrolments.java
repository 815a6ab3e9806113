package dev.countersign.journeys.enrolment;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.PhoneNumber;
import dev.countersign.factors.totp.AuthenticatorApp;
import dev.countersign.factors.totp.OtpauthUri;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.EnrolmentGrant;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.journeys.signin.SignInJourney;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.Membership;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Enrolling factors: pending for 15 minutes, active only by a right code for that very secret.
public final class Enrolments {
    /// How long an enrolment is pending.
    public static final Duration PENDING = Duration.ofMinutes(15);

    /// Wrong codes that a pending enrolment takes. They are no guesses at an account: whoever enrols sees the
    /// secret.
    public static final int ATTEMPTS = 10;

    /// For how long a person who dismisses the recommendation does not see it.
    public static final Duration BANNER_HIDDEN = Duration.ofDays(7);

    private static final int LONGEST_LABEL = 40;

    private final SignInRooms rooms;
    private final StepUps stepUps;
    private final SignInJourney journey;
    private final Installation installation;
    private final Confirmation confirmation;
    private final PhoneEnrolments phones;
    private final PasskeyEnrolments passkeys;
    private final EnrolmentStore store;

    /// The journey through those rooms.
    public Enrolments(SignInRooms rooms, SignInJourney journey, StepUps stepUps, Installation installation) {
        this.rooms = rooms;
        this.stepUps = stepUps;
        this.journey = journey;
        this.installation = installation;
        this.phones = new PhoneEnrolments(rooms, stepUps);
        this.passkeys = new PasskeyEnrolments(rooms, journey, stepUps);
        this.confirmation = new Confirmation(rooms, journey, stepUps);
        this.store = new EnrolmentStore(rooms.db());
    }

    /// What the account may enrol now, the preferred type first; empty when policy leaves nothing or all is there.
    public List<FactorType> offered(Enroller enroller) {
        return rooms.db()
                .read(() -> Policies.addable(
                        policy(enroller.accountId()), rooms.factors().list(enroller.accountId())));
    }

    /// The methods that the person has and policy allows no longer, where they have no other: one of those offered is
    /// to take their place.
    public List<FactorType> replaced(Enroller enroller) {
        return rooms.db().read(() -> {
            Set<FactorType> usable = policy(enroller.accountId()).usableFactors();
            List<FactorType> has = rooms.factors().list(enroller.accountId()).stream()
                    .map(Factor::type)
                    .filter(FactorType::countsAsEnrolment)
                    .distinct()
                    .toList();
            return has.stream().noneMatch(usable::contains) ? has : List.of();
        });
    }

    /// The names of the organisations that ask for it, or that no longer allow what is to be replaced.
    ///
    /// @param replaced as [#replaced]
    public List<String> demanding(Enroller enroller, List<FactorType> replaced) {
        return rooms.organisations().memberships(enroller.accountId()).stream()
                .filter(m -> {
                    Policy policy = rooms.policies().of(m.organisationId());
                    return replaced.isEmpty()
                            ? policy.enrolment() == Policy.Enrolment.REQUIRED
                            : !policy.factors().contains(replaced.getFirst());
                })
                .map(Membership::organisationName)
                .toList();
    }

    /// Whether the person sets up anew what was reset, which policy need not demand.
    public boolean afterReset(Enroller enroller) {
        return rooms.handOverCodes().pending(enroller.accountId());
    }

    /// Whether nothing has to be proven first; pages ask before anything is typed.
    public boolean fresh(Enroller enroller) {
        return !(enroller instanceof Enroller.BySession(Session session)) || stepUps.fresh(session);
    }

    /// Begins to connect an authenticator app; one that is pending already ends.
    public BeginOutcome beginTotp(Enroller enroller, String app, Origin origin) {
        Instant now = rooms.clock().instant();
        if (!fresh(enroller)) {
            return new BeginOutcome.StepUpRequired();
        }
        String accountId = enroller.accountId();
        return rooms.db().inTransaction(() -> {
            Optional<Account> account = rooms.accounts().byId(accountId).filter(a -> a.epoch() == enroller.epoch());
            if (account.isEmpty() || !policy(accountId).usableFactors().contains(FactorType.TOTP)) {
                return new BeginOutcome.NotAllowed();
            }
            String id = rooms.tokens().newId(now);
            EnrolmentStore.Row row = new EnrolmentStore.Row(
                    id,
                    FactorType.TOTP,
                    account.get().epoch(),
                    AuthenticatorApp.of(app).key(),
                    ATTEMPTS,
                    now.plus(PENDING),
                    false);
            store.closeAll(accountId, FactorType.TOTP, now);
            store.insert(accountId, row, enroller.holderId(), now);
            String secret = rooms.totp().begin(accountId, id, row.expiresAt());
            rooms.audit().record(new AuditEvent.EnrolmentBegun(accountId, id, FactorType.TOTP.word()), origin, now);
            return new BeginOutcome.Begun(pending(account.get(), row, secret));
        });
    }

    /// What is pending here, if anything: a reload shows the same secret.
    public Optional<PendingTotp> pendingTotp(Enroller enroller) {
        Instant now = rooms.clock().instant();
        String accountId = enroller.accountId();
        return rooms.db()
                .read(() -> store.pending(accountId, enroller.holderId(), FactorType.TOTP, now)
                        .flatMap(row -> rooms.accounts()
                                .byId(accountId)
                                .filter(account -> account.epoch() == row.epoch())
                                .flatMap(account -> rooms.totp()
                                        .pendingSecret(accountId, row.id())
                                        .map(secret -> pending(account, row, secret)))));
    }

    /// Another name for the app that is pending; the secret stays.
    public void chooseApp(Enroller enroller, String app) {
        Instant now = rooms.clock().instant();
        String accountId = enroller.accountId();
        rooms.db()
                .inTransaction(() -> store.pending(accountId, enroller.holderId(), FactorType.TOTP, now)
                        .ifPresent(row -> store.label(
                                accountId,
                                enroller.holderId(),
                                row.id(),
                                AuthenticatorApp.of(app).key())));
    }

    /// Begins to verify a phone, and sends it a code; one that is pending already ends, and one that is active
    /// works on until the new one is confirmed.
    public BeginSmsOutcome beginSms(Enroller enroller, String phone, Origin origin) {
        return phones.begin(enroller, phone, origin);
    }

    /// Sends the phone that is pending under that id another code.
    public SendOutcome sendSms(Enroller enroller, String id, Origin origin) {
        return phones.send(enroller, id, origin);
    }

    /// The phone that is pending here, if any.
    public Optional<PendingSms> pendingSms(Enroller enroller) {
        return phones.pending(enroller);
    }

    /// Whether the account may have a phone, also in the place of one that it has.
    public boolean takesPhones(Enroller enroller) {
        return phones.allowed(enroller.accountId());
    }

    /// Numbers as they are typed here, for the form that asks for one.
    public PhoneNumber.Example phoneExample() {
        return phones.example();
    }

    /// Begins to make a passkey. One that is pending here goes on, with another question.
    public BeginPasskeyOutcome beginPasskey(Enroller enroller, Origin origin) {
        return passkeys.begin(enroller, origin);
    }

    /// Takes the passkey that the browser made (`RegistrationResponseJSON`) for the enrolment of that id.
    public ConfirmPasskeyOutcome confirmPasskey(Enroller enroller, String id, String credential, Origin origin) {
        return passkeys.confirm(enroller, id, credential, origin);
    }

    /// Confirms what is pending under that id.
    public ConfirmOutcome confirm(Enroller enroller, String id, String code, Origin origin) {
        return confirmation.confirm(enroller, id, code, origin);
    }

    /// "Not now", while policy lets that be.
    public SkipOutcome skip(EnrolmentGrant grant, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            SignInOutcome.@Nullable Entered entered = journey.useGrant(grant, origin, now);
            if (!(entered instanceof SignInOutcome.SignedIn signedIn)) {
                return new SkipOutcome.Refused();
            }
            rooms.audit().record(new AuditEvent.EnrolmentSkipped(grant.accountId()), origin, now);
            return new SkipOutcome.Skipped(signedIn);
        });
    }

    /// Puts the recommendation away for 7 days.
    public void hideBanner(Session session) {
        journey.hideReminder(session, BANNER_HIDDEN);
    }

    /// Removes a factor, with every consequence of a changed factor. The last one takes the backup codes with it.
    public RemoveOutcome remove(Session session, String factorId, Origin origin) {
        if (!stepUps.fresh(session)) {
            return new RemoveOutcome.StepUpRequired();
        }
        Instant now = rooms.clock().instant();
        String accountId = session.accountId();
        return rooms.db().inTransaction(() -> {
            List<Factor> factors = rooms.factors().list(accountId);
            Optional<Factor> factor =
                    factors.stream().filter(f -> f.id().equals(factorId)).findFirst();
            if (factor.isEmpty()) {
                return new RemoveOutcome.NotFound();
            }
            boolean last = factors.stream()
                    .noneMatch(f -> !f.id().equals(factorId) && f.type().countsAsEnrolment());
            Policy policy = policy(accountId);
            if (last && (!policy.mayTurnOff() || policy.enrolment() == Policy.Enrolment.REQUIRED)) {
                return new RemoveOutcome.RequiredByPolicy();
            }
            Optional<Long> epoch = journey.stillOpen(session, now)
                    ? rooms.accounts().advanceEpochFrom(accountId, session.epoch())
                    : Optional.empty();
            if (epoch.isEmpty() || !removeFrom(accountId, factor.get())) {
                return new RemoveOutcome.NotFound();
            }
            rooms.sessions().carryOver(session, epoch.get());
            if (last) {
                rooms.backupCodes().removeAll(accountId);
            }
            rooms.devices().forgetAll(accountId);
            rooms.audit()
                    .record(
                            new AuditEvent.FactorRemoved(
                                    accountId, factorId, factor.get().type().word()),
                            origin,
                            now);
            Map<String, String> about = Map.of("factor", factor.get().type().word());
            rooms.notices().tell(accountId, NoticeEvent.FACTOR_REMOVED, about, origin, now);
            return new RemoveOutcome.Removed();
        });
    }

    private boolean removeFrom(String accountId, Factor factor) {
        return switch (factor.type()) {
            case TOTP -> rooms.totp().remove(accountId, factor.id());
            case SMS -> rooms.phones().numbers().remove(accountId, factor.id());
            case PASSKEY -> rooms.passkeys().remove(accountId, factor.id());
            case PASSWORD, EMAIL, BACKUP_CODE, HAND_OVER, DEVICE -> false;
        };
    }

    /// Gives a factor another name; false when the account has none of that id, or the name is empty, over 40
    /// characters, or not to be shown. A phone is called by its number, and by nothing else.
    public boolean rename(Session session, String factorId, String label) {
        String plain = label.strip();
        boolean shaped = !plain.isEmpty()
                && plain.codePointCount(0, plain.length()) <= LONGEST_LABEL
                && plain.codePoints().noneMatch(Enrolments::isForbidden)
                && plain.codePoints()
                        .anyMatch(c -> !Character.isSpaceChar(c) && Character.getType(c) != Character.FORMAT);
        return shaped
                && rooms.db()
                        .inTransaction(() -> rooms.factors()
                                        .byId(session.accountId(), factorId)
                                        .filter(factor -> factor.type() != FactorType.SMS)
                                        .isPresent()
                                && rooms.factors().rename(session.accountId(), factorId, plain));
    }

    /// What cannot be shown, or turns the direction of the text behind it.
    private static boolean isForbidden(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private PendingTotp pending(Account account, EnrolmentStore.Row row, String secret) {
        boolean replaces = rooms.factors().list(account.id()).stream().anyMatch(f -> f.type() == FactorType.TOTP);
        return new PendingTotp(
                row.id(),
                row.label(),
                secret,
                OtpauthUri.of(installation.name(), account.email(), secret),
                account.email(),
                installation.name(),
                replaces,
                row.attemptsLeft(),
                row.expiresAt());
    }

    private Policy policy(String accountId) {
        return rooms.policies().effective(accountId).policy();
    }
}
