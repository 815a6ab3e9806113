package dev.countersign.journeys.signup;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.password.PasswordRules;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.journeys.signin.SignInJourney;
import dev.countersign.journeys.signin.SignInOutcome.Entered;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.SignUpMails;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.account.PendingAccount;
import dev.countersign.people.account.PendingAccounts;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.Invitation;
import dev.countersign.people.organisation.Invitations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Ways to get an account.
public final class SignUps {
    private final SignInRooms rooms;
    private final SignInJourney journey;
    private final Invitations invitations;
    private final Installation installation;
    private final SignUpMails mails;
    private final boolean open;

    /// The journey through those rooms. `open`: anybody may sign up.
    public SignUps(
            SignInRooms rooms,
            SignInJourney journey,
            Invitations invitations,
            Installation installation,
            SignUpMails mails,
            boolean open) {
        this.rooms = rooms;
        this.journey = journey;
        this.invitations = invitations;
        this.installation = installation;
        this.mails = mails;
        this.open = open;
    }

    /// Whether anybody may sign up.
    public boolean open() {
        return open;
    }

    /// Whether an address has to be confirmed before there is an account.
    public boolean confirmsAddresses() {
        return mails.confirms();
    }

    /// Signs up, openly or with an invitation.
    public SignUpOutcome signUp(NewAccount form) {
        Instant now = rooms.clock().instant();
        @Nullable String token = form.invitation();
        if (token == null && !open) {
            return new SignUpOutcome.InvitationNeeded();
        }
        Optional<Invitation> invitation = token == null ? Optional.empty() : open(token, now);
        if (token != null && invitation.isEmpty()) {
            noteReuse(token, form.origin(), now);
            return new SignUpOutcome.LinkNotGood();
        }
        List<Flaw> flaws = flaws(
                form,
                invitation
                        .map(Invitation::into)
                        .map(Invitation.Into::organisationName)
                        .orElse(""));
        @Nullable String invited = invitation.map(Invitation::emailKey).orElse(null);
        if (invited != null
                && !EmailAddress.parse(form.email()).map(EmailAddress::key).equals(Optional.of(invited))) {
            flaws.add(new Flaw("email", "not-invited"));
        }
        if (!flaws.isEmpty()) {
            return new SignUpOutcome.Refused(List.copyOf(flaws));
        }
        // An invitation for one address was sent to it, which confirms it.
        if (invited == null && mails.confirms()) {
            return withHash(form, hash -> pend(form, hash));
        }
        return create(form, false, (account, at) -> token == null || accept(token, account, form.origin(), at));
    }

    /// The invitation behind a token, while it works: nobody joins an organisation that is going to be erased.
    private Optional<Invitation> open(String token, Instant now) {
        return invitations.open(token, now).filter(invitation -> {
            Invitation.Into into = invitation.into();
            return into == null
                    || rooms.organisations()
                            .byId(into.organisationId())
                            .filter(organisation -> organisation.eraseAt() == null)
                            .isPresent();
        });
    }

    /// Uses the invitation up, and takes the place that waits: the organisation that invites somebody new manages
    /// the account.
    private boolean accept(String token, Account account, Origin origin, Instant now) {
        Optional<Invitation> invitation = open(token, now);
        if (invitation.isEmpty() || !invitations.use(token, now)) {
            return false;
        }
        String id = invitation.get().id();
        rooms.audit().record(new AuditEvent.InvitationAccepted(account.id(), id), origin, now);
        Invitation.Into into = invitation.get().into();
        if (into != null) {
            rooms.organisations().join(account.id(), into.organisationId(), into.role(), true, now);
            rooms.audit()
                    .record(
                            new AuditEvent.MemberJoined(
                                    account.id(),
                                    into.organisationId(),
                                    id,
                                    into.role().word()),
                            origin,
                            now);
        }
        return true;
    }

    /// A new set-up link's token, good for an hour and once; empty when the first start is done. The one before is
    /// void.
    public Optional<Token> newSetUpLink() {
        return invitations.newSetUpLink(rooms.clock().instant());
    }

    /// Whether the first start is done.
    public boolean firstStartDone() {
        return invitations.firstStartDone();
    }

    /// Whether that set-up link still works.
    public boolean setUpLinkGood(String token) {
        return invitations.setUpLinkGood(token, rooms.clock().instant());
    }

    /// Makes the operator's account and the first organisation, which it owns.
    public SignUpOutcome firstStart(String setUpToken, NewAccount form, String organisationName) {
        if (!setUpLinkGood(setUpToken)) {
            return new SignUpOutcome.LinkNotGood();
        }
        List<Flaw> flaws = flaws(form, organisationName);
        Optional<String> organisation = PersonName.of(organisationName);
        if (organisation.isEmpty()) {
            flaws.add(new Flaw("organisation", "missing"));
        }
        if (!flaws.isEmpty() || organisation.isEmpty()) {
            return new SignUpOutcome.Refused(List.copyOf(flaws));
        }
        return create(form, true, (account, at) -> {
            if (!invitations.useSetUpLink(setUpToken, at)) {
                return false;
            }
            String id = rooms.organisations().create(organisation.get(), account.id(), at);
            rooms.audit().record(new AuditEvent.FirstStartCompleted(account.id(), id), form.origin(), at);
            return true;
        });
    }

    /// A new invitation link's token, for that address only where one is given.
    public Token invite(@Nullable String email, Duration goodFor) {
        Instant now = rooms.clock().instant();
        @Nullable
        String key = email == null
                ? null
                : EmailAddress.parse(email)
                        .map(EmailAddress::key)
                        .orElseThrow(() -> new IllegalArgumentException("not an email address: " + email));
        return rooms.db().inTransaction(() -> {
            Invitations.Issued issued = invitations.issue(key, goodFor, now);
            rooms.audit()
                    .record(new AuditEvent.InvitationCreated(issued.invitation().id()), Origin.CONSOLE, now);
            return issued.token();
        });
    }

    /// The address an invitation that still works is for ("" where it is for anyone), or empty.
    public Optional<String> invitationGood(String token) {
        return open(token, rooms.clock().instant()).map(i -> {
            @Nullable String key = i.emailKey();
            return key == null ? "" : key;
        });
    }

    /// What belongs to a new account and has to hold for it to be made; false undoes everything.
    private interface Deed {
        boolean done(Account account, Instant at);
    }

    private SignUpOutcome create(NewAccount form, boolean operator, Deed deed) {
        return withHash(form, hash -> {
            try {
                return rooms.db().inTransaction(() -> keep(form, operator, hash, deed));
            } catch (Undone undone) {
                return undone.outcome;
            }
        });
    }

    /// Counts the try of this network, and hashes the password.
    private SignUpOutcome withHash(NewAccount form, Function<String, SignUpOutcome> then) {
        Instant now = rooms.clock().instant();
        Admission admission = rooms.db()
                .inTransaction(() ->
                        rooms.throttle().admit(Limits.SIGN_UP, form.origin().network(), now));
        switch (admission) {
            case Admission.Admitted(var counted) -> {}
            case Admission.Delayed(Instant until) -> {
                return new SignUpOutcome.Delayed(until);
            }
            case Admission.LockedOut(Instant until) -> {
                return new SignUpOutcome.Delayed(until);
            }
        }
        String hash;
        try {
            hash = rooms.passwords().hash(form.password());
        } catch (Busy busy) {
            return new SignUpOutcome.Busy(busy.retryAfter());
        }
        return then.apply(hash);
    }

    /// Whether the address has an account or not, the same is written and the same is answered; only the mail
    /// differs.
    private SignUpOutcome pend(NewAccount form, String hash) {
        Instant now = rooms.clock().instant();
        @Nullable String invitation = form.invitation();
        PendingAccount pending = new PendingAccount(
                rooms.tokens().newId(now),
                form.email().strip(),
                PersonName.of(form.name()).orElseThrow(),
                form.locale(),
                form.timeZone(),
                hash,
                invitation == null ? null : Token.hash(invitation),
                PendingAccounts.ATTEMPTS,
                1,
                PendingAccounts.firstResend(now),
                now,
                now.plus(PendingAccounts.WAITS));
        String emailHash = rooms.box().keyedHash("email", new EmailAddress(pending.email()).key());
        return rooms.db().inTransaction(() -> {
            Optional<PendingAccounts.Begun> begun = rooms.pendingAccounts().begin(pending, now);
            begun.ifPresent(it -> mails.send(it.pending(), it.proof(), now));
            rooms.audit().record(new AuditEvent.SignUpBegun(emailHash), form.origin(), now);
            Token holder = begun.map(PendingAccounts.Begun::holder)
                    .orElseGet(() -> rooms.tokens().newToken(Token.Kind.SIGN_UP));
            return new SignUpOutcome.AddressToConfirm(pending.email(), holder, pending.expiresAt());
        });
    }

    /// Undoes a transaction that has to leave nothing behind, a link that was used up included.
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient SignUpOutcome outcome;

        Undone(SignUpOutcome outcome) {
            super("undone", null, false, false);
            this.outcome = outcome;
        }
    }

    private SignUpOutcome keep(NewAccount form, boolean operator, String hash, Deed deed) {
        Instant now = rooms.clock().instant();
        Account account = new Account(
                rooms.tokens().newId(now),
                form.email().strip(),
                PersonName.of(form.name()).orElseThrow(),
                form.locale(),
                form.timeZone(),
                0,
                operator,
                now);
        if (!rooms.accounts().add(account)) {
            throw new Undone(new SignUpOutcome.Refused(List.of(new Flaw("email", "taken"))));
        }
        rooms.passwords().put(account.id(), hash, now);
        rooms.audit().record(new AuditEvent.AccountCreated(account.id(), operator), form.origin(), now);
        if (!deed.done(account, now)) {
            throw new Undone(new SignUpOutcome.LinkNotGood());
        }
        @Nullable
        Entered entered = form.enter()
                ? journey.enterNew(
                        account,
                        List.of(new Evidence(FactorType.PASSWORD, now)),
                        form.deviceToken(),
                        form.origin(),
                        now)
                : null;
        return new SignUpOutcome.Created(account, entered);
    }

    private List<Flaw> flaws(NewAccount form, String organisationName) {
        List<Flaw> flaws = new ArrayList<>();
        if (PersonName.of(form.name()).isEmpty()) {
            flaws.add(new Flaw("name", form.name().isBlank() ? "missing" : "not-a-name"));
        }
        if (EmailAddress.parse(form.email()).isEmpty()) {
            flaws.add(new Flaw("email", form.email().isBlank() ? "missing" : "not-an-address"));
        }
        List<String> context = List.of(form.email(), form.name(), organisationName, installation.name());
        PasswordRules.refusal(form.password(), context).ifPresent(r -> flaws.add(new Flaw("password", r.code())));
        return flaws;
    }

    private void noteReuse(String token, Origin origin, Instant now) {
        if (invitations.used(token)) {
            rooms.audit().record(new AuditEvent.LinkReused(null, "invitation"), origin, now);
        }
    }
}
