package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.secret.SlowHashes.Lane;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Reservation;
import dev.countersign.journeys.signin.SessionIssuer.Entrant;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.account.PendingAccount;
import dev.countersign.people.delivery.Channel;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Signing in: the password, the challenge, the answer.
public final class SignIns {
    private static final int LONGEST_EMAIL = 320;

    private final SignInRooms rooms;
    private final SignInJourney journey;
    private final SignUpMails mails;
    private final SignInPermits permits;
    private final SessionIssuer issuer;
    private final Verification verification;
    private final Openings openings;
    private final ChallengeCodes codes;

    /// The journey through those rooms.
    public SignIns(SignInRooms rooms, SignInJourney journey, SignUpMails mails, SignInPermits permits) {
        this.rooms = rooms;
        this.journey = journey;
        this.mails = mails;
        this.permits = permits;
        this.issuer = journey.issuer();
        this.openings = new Openings(rooms, journey);
        this.codes = new ChallengeCodes(rooms, journey);
        this.verification = new Verification(rooms, journey, codes);
    }

    /// Step one. An unknown address takes the same way as a known one with a wrong password: the same reads, the
    /// same writes, one hash.
    public SignInOutcome start(PasswordSignIn attempt) {
        Instant now = rooms.clock().instant();
        Lookup lookup = lookUp(attempt, now);
        if (lookup.stranger() && permits.needed(Optional.ofNullable(lookup.account()), attempt.origin(), now)) {
            rooms.db().inTransaction(() -> recordDelay(attempt, lookup, now));
            return new SignInOutcome.LinkNeeded();
        }
        Admission admission = rooms.db().inTransaction(() -> admission(attempt, lookup, now));
        return switch (admission) {
            case Admission.Delayed(Instant until) -> new SignInOutcome.Delayed(until);
            case Admission.LockedOut(Instant until) -> new SignInOutcome.Delayed(until);
            case Admission.Admitted(Reservation reservation) -> check(attempt, lookup, reservation, now);
        };
    }

    private Admission admission(PasswordSignIn attempt, Lookup lookup, Instant now) {
        Admission admission = rooms.throttle().admit(lookup.limit(), lookup.subject(attempt), now);
        if (!(admission instanceof Admission.Admitted)) {
            recordDelay(attempt, lookup, now);
        }
        return admission;
    }

    private void recordDelay(PasswordSignIn attempt, Lookup lookup, Instant now) {
        @Nullable Account account = lookup.account();
        @Nullable String accountId = account == null ? null : account.id();
        rooms.audit().record(new AuditEvent.SignInDelayed(accountId, lookup.emailHash()), attempt.origin(), now);
    }

    /// The open challenge behind a token, or empty when it is over or another browser's.
    public Optional<Challenge> challenge(String token, @Nullable String deviceToken) {
        return openings.challenge(token, deviceToken);
    }

    /// Step two, for sign-in and step-up alike.
    public VerifyOutcome verify(Response response) {
        return verification.verify(response);
    }

    /// Sends the code that answers the challenge of a sign-in.
    public SendOutcome send(String token, @Nullable String deviceToken, FactorType factor, Origin origin) {
        return codes.send(token, factor, deviceToken, null, origin);
    }

    /// Sends the code that answers the challenge which steps up that session.
    public SendOutcome sendToStepUp(
            Session session, String token, @Nullable String deviceToken, FactorType factor, Origin origin) {
        return codes.send(token, factor, deviceToken, session.id(), origin);
    }

    /// The newest code that was sent for that challenge; empty when none was.
    public Optional<SentCodes.Standing> sent(Challenge challenge) {
        return codes.sent(challenge);
    }

    /// Until when no code is sent for that challenge; empty where one goes out at once, or none is ever sent.
    public Optional<Instant> heldUntil(Challenge challenge) {
        return codes.heldUntil(challenge);
    }

    /// Ends a challenge ("Not you?").
    public void cancel(String token) {
        openings.cancel(token);
    }

    /// The grant behind an enrolment token, or empty when it is over.
    public Optional<EnrolmentGrant> grant(String token) {
        return openings.grant(token);
    }

    private record Lookup(
            @Nullable Account account,
            @Nullable String hash,
            @Nullable PendingAccount pending,
            String emailHash,
            @Nullable String deviceId,
            boolean attacked,
            boolean mails) {

        dev.countersign.ground.throttle.Limit limit() {
            return stranger() && !mails ? Limits.PASSWORD_UNDER_ATTACK : Limits.PASSWORD;
        }

        /// Somebody on a device not seen before, while the account is under attack.
        boolean stranger() {
            return attacked && deviceId == null;
        }

        /// A device that the account was seen on has a budget of its own, which no stranger can use up.
        String subject(PasswordSignIn attempt) {
            return emailHash + (deviceId == null ? "/" + attempt.origin().network() : "/device/" + deviceId);
        }

        /// The account's or, where there is none, that of the sign-up which waits for its address to be confirmed.
        /// It answers as a wrong password does, and has its mail sent again.
        @Nullable
        String hashToCheck() {
            return account != null || pending == null ? hash : pending.passwordHash();
        }

        Lane lane() {
            return deviceId == null ? Lane.UNKNOWN : Lane.KNOWN;
        }
    }

    private Lookup lookUp(PasswordSignIn attempt, Instant now) {
        Optional<EmailAddress> email = EmailAddress.parse(attempt.email());
        String typed = attempt.email().strip().toLowerCase(Locale.ROOT);
        String key = email.map(EmailAddress::key).orElse(typed.substring(0, Math.min(typed.length(), LONGEST_EMAIL)));
        String emailHash = rooms.box().keyedHash("email", key);
        return rooms.db().read(() -> {
            @Nullable Account account = email.flatMap(rooms.accounts()::byEmail).orElse(null);
            String id = account == null ? "" : account.id();
            return new Lookup(
                    account,
                    rooms.passwords().hashOf(id).orElse(null),
                    rooms.pendingAccounts().newest(key, now).orElse(null),
                    emailHash,
                    rooms.devices().knownTo(attempt.deviceToken(), id, now).orElse(null),
                    rooms.throttle().tallySince(Limits.passwordTally(emailHash), now) >= Limits.PASSWORDS_A_DAY,
                    rooms.outbox().carries(Channel.EMAIL));
        });
    }

    private SignInOutcome check(PasswordSignIn attempt, Lookup lookup, Reservation reservation, Instant now) {
        try {
            boolean right = rooms.passwords().matches(lookup.hashToCheck(), attempt.password(), lookup.lane());
            @Nullable String hash = lookup.hash();
            @Nullable Account account = lookup.account();
            if (!right || hash == null || account == null) {
                rooms.db().inTransaction(() -> {
                    refuse(attempt, lookup, now);
                    if (right && lookup.pending() != null) {
                        mails.sendAgain(lookup.pending(), now);
                    }
                });
                return new SignInOutcome.InvalidCredentials();
            }
            @Nullable
            String fresh = rooms.passwords().outdated(hash) ? rooms.passwords().hash(attempt.password()) : null;
            return rooms.db().inTransaction(() -> admit(attempt, account.id(), hash, fresh, reservation, lookup));
        } catch (Busy busy) {
            rooms.db().inTransaction(() -> rooms.throttle().giveBack(reservation));
            return new SignInOutcome.Busy(busy.retryAfter());
        }
    }

    private void refuse(PasswordSignIn attempt, Lookup lookup, Instant now) {
        @Nullable Account account = lookup.account();
        rooms.throttle().tally(Limits.passwordTally(lookup.emailHash()), now);
        rooms.audit()
                .record(
                        new AuditEvent.SignInFailed(
                                account == null ? null : account.id(), lookup.emailHash(), "credentials"),
                        attempt.origin(),
                        now);
    }

    /// The password was right. What was read before the hash is read again: the account may have changed while it
    /// ran.
    private SignInOutcome admit(
            PasswordSignIn attempt,
            String accountId,
            String hash,
            @Nullable String rehashed,
            Reservation reservation,
            Lookup lookup) {
        Instant now = rooms.clock().instant();
        Optional<Account> account = rooms.accounts().byId(accountId);
        if (account.isEmpty()
                || !rooms.passwords().hashOf(accountId).filter(hash::equals).isPresent()) {
            refuse(attempt, lookup, now);
            return new SignInOutcome.InvalidCredentials();
        }
        rooms.throttle().succeed(reservation);
        if (rehashed != null && rooms.passwords().rehash(accountId, hash, rehashed)) {
            rooms.audit().record(new AuditEvent.PasswordRehashed(accountId), attempt.origin(), now);
        }
        List<Evidence> evidence = List.of(new Evidence(FactorType.PASSWORD, now));
        Entrant entrant =
                new Entrant(account.get(), evidence, null, null, attempt.bindDevice(), false, false, attempt.origin());
        return issuer.enter(journey.onDevice(entrant, attempt.deviceToken(), attempt.bindDevice(), now), now);
    }
}
