package dev.countersign.journeys.signup;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.secret.SlowHashes.Lane;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.ground.throttle.Reservation;
import dev.countersign.journeys.signin.SignInJourney;
import dev.countersign.journeys.signin.SignInOutcome.Entered;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.SignUpMails;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.account.PendingAccount;
import dev.countersign.people.account.PendingAccounts.Match;
import dev.countersign.people.organisation.Invitations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Confirming the address of a sign-up, by the code or the link that was sent to it. Only then is there an account,
/// and it is that of the sign-up which was confirmed: whoever signed up with somebody else's address gains nothing.
public final class AddressConfirmations {
    /// Codes tried from one network.
    private static final Limit NETWORK =
            new Limit("confirm-address", 30, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), false);

    /// Codes tried from one network for one address: fewer than a sign-up takes.
    private static final Limit ADDRESS = new Limit(
            "confirm-one-address", 3, Duration.ofMinutes(10), Duration.ofHours(24), Duration.ofDays(1), false);

    private final SignInRooms rooms;
    private final SignInJourney journey;
    private final Invitations invitations;
    private final SignUpMails mails;

    /// The journey through those rooms.
    public AddressConfirmations(SignInRooms rooms, SignInJourney journey, Invitations invitations, SignUpMails mails) {
        this.rooms = rooms;
        this.journey = journey;
        this.invitations = invitations;
        this.mails = mails;
    }

    /// The browser that confirms.
    ///
    /// @param holderToken what it holds of the sign-up, or null where that was begun elsewhere
    public record Confirmer(
            @Nullable String holderToken, @Nullable String deviceToken, Origin origin) {}

    /// The sign-up that a browser holds, while it waits.
    public Optional<PendingAccount> heldBy(String holderToken) {
        return rooms.pendingAccounts().heldBy(holderToken, rooms.clock().instant());
    }

    /// The sign-up behind a link, while it waits. Looking changes nothing: mail scanners open links.
    public Optional<PendingAccount> behindLink(String linkToken) {
        return rooms.pendingAccounts().behindLink(linkToken, rooms.clock().instant());
    }

    /// By the code alone, as an app does it. Signs nobody in.
    public ConfirmAddressOutcome byCode(String email, String code, Origin origin) {
        Instant now = rooms.clock().instant();
        Optional<EmailAddress> address = EmailAddress.parse(email);
        if (address.isEmpty()) {
            return new ConfirmAddressOutcome.Over();
        }
        // Committed before a try is spent: strangers could use up the few that a sign-up has, and its owner be left
        // with none.
        List<Reservation> counted = new ArrayList<>();
        Optional<Instant> wait =
                rooms.db().inTransaction(() -> wait(address.get().key(), origin, counted, now));
        if (wait.isPresent()) {
            return new ConfirmAddressOutcome.Delayed(wait.get());
        }
        return rooms.db().inTransaction(() -> {
            ConfirmAddressOutcome outcome = answer(
                    rooms.pendingAccounts().match(address.get().key(), code, now),
                    false,
                    new Confirmer(null, null, origin),
                    now);
            if (outcome instanceof ConfirmAddressOutcome.Confirmed) {
                counted.forEach(rooms.throttle()::giveBack);
            }
            return outcome;
        });
    }

    /// Counts a try for the network, and for the network at that address; until when it has to wait, if it has to.
    private Optional<Instant> wait(String emailKey, Origin origin, List<Reservation> counted, Instant now) {
        counted.clear();
        String network = origin.network();
        return admit(NETWORK, network, counted, now)
                .or(() -> admit(ADDRESS, rooms.box().keyedHash("email", emailKey) + "/" + network, counted, now));
    }

    private Optional<Instant> admit(Limit limit, String subject, List<Reservation> counted, Instant now) {
        return switch (rooms.throttle().admit(limit, subject, now)) {
            case Admission.Admitted(Reservation reservation) -> {
                counted.add(reservation);
                yield Optional.empty();
            }
            case Admission.Delayed(Instant until) -> Optional.of(until);
            case Admission.LockedOut(Instant until) -> Optional.of(until);
        };
    }

    /// By the code, in the browser that signed up, which is then signed in.
    public ConfirmAddressOutcome byCode(String code, Confirmer by) {
        Instant now = rooms.clock().instant();
        String holder = by.holderToken();
        return holder == null
                ? new ConfirmAddressOutcome.Over()
                : rooms.db()
                        .inTransaction(
                                () -> answer(rooms.pendingAccounts().matchHeld(holder, code, now), true, by, now));
    }

    private ConfirmAddressOutcome answer(Match match, boolean enter, Confirmer by, Instant now) {
        return switch (match) {
            case Match.Of(PendingAccount pending) -> create(pending, enter, by, now);
            case Match.None(int left) -> new ConfirmAddressOutcome.Incorrect(left);
            case Match.Over() -> new ConfirmAddressOutcome.Over();
        };
    }

    /// By the link. A browser that did not sign up has to give the password too: otherwise a click on the mail
    /// would finish the sign-up of whoever used this address first, with a password that the person does not know.
    public ConfirmAddressOutcome byLink(String linkToken, @Nullable String password, Confirmer by) {
        Instant now = rooms.clock().instant();
        Optional<PendingAccount> pending = behindLink(linkToken);
        if (pending.isEmpty()) {
            return new ConfirmAddressOutcome.Over();
        }
        boolean held = holds(by, pending.get(), now);
        if (!held) {
            if (password == null) {
                return new ConfirmAddressOutcome.PasswordNeeded();
            }
            Optional<PendingAccount> spent = rooms.pendingAccounts().spendBehindLink(linkToken, now);
            if (spent.isEmpty()) {
                return new ConfirmAddressOutcome.Over();
            }
            try {
                if (!rooms.passwords().matches(pending.get().passwordHash(), password, Lane.UNKNOWN)) {
                    return new ConfirmAddressOutcome.WrongPassword(spent.get().attemptsLeft());
                }
            } catch (Busy busy) {
                return new ConfirmAddressOutcome.Busy(busy.retryAfter());
            }
        }
        return rooms.db()
                .inTransaction(
                        () -> create(pending.get(), true, by, rooms.clock().instant()));
    }

    /// Whether that browser is the one which signed up.
    public boolean holds(Confirmer by, PendingAccount pending) {
        return holds(by, pending, rooms.clock().instant());
    }

    private boolean holds(Confirmer by, PendingAccount pending, Instant now) {
        String holder = by.holderToken();
        return holder != null
                && rooms.pendingAccounts()
                        .heldBy(holder, now)
                        .filter(held -> held.id().equals(pending.id()))
                        .isPresent();
    }

    /// Sends the mail again; false when that is too soon, or was done too often.
    public boolean sendAgain(String holderToken) {
        Instant now = rooms.clock().instant();
        return rooms.db()
                .inTransaction(() -> rooms.pendingAccounts()
                        .heldBy(holderToken, now)
                        .map(pending -> mails.sendAgain(pending, now))
                        .orElse(false));
    }

    private ConfirmAddressOutcome create(PendingAccount pending, boolean enter, Confirmer by, Instant now) {
        Account account = new Account(
                rooms.tokens().newId(now),
                pending.email(),
                pending.name(),
                pending.locale(),
                pending.timeZone(),
                0,
                false,
                now);
        String invitation = pending.invitationHash();
        boolean made = rooms.pendingAccounts().close(pending)
                && (invitation == null || invitations.useHashed(invitation, now))
                && rooms.accounts().add(account);
        if (!made) {
            return new ConfirmAddressOutcome.Over();
        }
        rooms.passwords().put(account.id(), pending.passwordHash(), now);
        rooms.audit().record(new AuditEvent.AccountCreated(account.id(), false), by.origin(), now);
        rooms.audit().record(new AuditEvent.AddressConfirmed(account.id()), by.origin(), now);
        @Nullable
        Entered entered = enter
                ? journey.enterNew(
                        account,
                        List.of(new Evidence(FactorType.PASSWORD, now), new Evidence(FactorType.EMAIL, now)),
                        by.deviceToken(),
                        by.origin(),
                        now)
                : null;
        return new ConfirmAddressOutcome.Confirmed(account, entered);
    }
}
