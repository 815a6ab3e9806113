package dev.countersign.journeys.recovery;

import dev.countersign.factors.password.PasswordRules;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.secret.SlowHashes.Lane;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Reservation;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.WaitingRecoveries;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.Membership;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// New passwords, with all that they end.
public final class PasswordChanges {
    /// How long a password link works.
    public static final Duration LINK = Duration.ofMinutes(20);

    private static final Logger LOG = LoggerFactory.getLogger(PasswordChanges.class);

    private final SignInRooms rooms;
    private final StepUps stepUps;
    private final Installation installation;
    private final PasswordLinkStore links;
    private final WaitingRecoveries waiting;
    private final Executor later;

    /// The journey through those rooms.
    ///
    /// @param later runs what is done after the answer
    public PasswordChanges(SignInRooms rooms, StepUps stepUps, Installation installation, Executor later) {
        this.later = later;
        this.rooms = rooms;
        this.stepUps = stepUps;
        this.installation = installation;
        this.links = new PasswordLinkStore(rooms.db());
        this.waiting = new WaitingRecoveries(rooms);
    }

    /// By the person, in Settings: other sessions end, devices are forgotten, this session goes on.
    public NewPasswordOutcome change(Session session, String current, String password, Origin origin) {
        if (!stepUps.fresh(session)) {
            return new NewPasswordOutcome.StepUpRequired();
        }
        Instant now = rooms.clock().instant();
        Admission admission = rooms.db()
                .inTransaction(() -> rooms.throttle().admit(Limits.PASSWORD, "session/" + session.accountId(), now));
        return switch (admission) {
            case Admission.Delayed(Instant until) -> new NewPasswordOutcome.Delayed(until);
            case Admission.LockedOut(Instant until) -> new NewPasswordOutcome.Delayed(until);
            case Admission.Admitted(Reservation reservation) -> {
                try {
                    yield changeAdmitted(session, current, password, reservation, origin);
                } catch (Busy busy) {
                    rooms.db().inTransaction(() -> rooms.throttle().giveBack(reservation));
                    yield new NewPasswordOutcome.Busy(busy.retryAfter());
                }
            }
        };
    }

    private NewPasswordOutcome changeAdmitted(
            Session session, String current, String password, Reservation reservation, Origin origin) {
        String accountId = session.accountId();
        @Nullable String hash = rooms.passwords().hashOf(accountId).orElse(null);
        if (!rooms.passwords().matches(hash, current, Lane.KNOWN)) {
            rooms.audit()
                    .record(
                            new AuditEvent.PasswordChangeRefused(accountId, "wrong-current"),
                            origin,
                            rooms.clock().instant());
            return new NewPasswordOutcome.WrongCurrent();
        }
        rooms.db().inTransaction(() -> rooms.throttle().succeed(reservation));
        Account account = rooms.accounts().byId(accountId).orElseThrow();
        Optional<PasswordRules.Refusal> refusal = PasswordRules.refusal(password, context(account));
        if (refusal.isPresent()) {
            return new NewPasswordOutcome.Refused(refusal.get().code());
        }
        String fresh = rooms.passwords().hash(password);
        return rooms.db().inTransaction(() -> {
            Instant now = rooms.clock().instant();
            boolean same = rooms.passwords().hashOf(accountId).equals(Optional.ofNullable(hash))
                    && rooms.sessions().open(accountId, session.epoch(), now).stream()
                            .anyMatch(open -> open.id().equals(session.id()));
            Optional<Long> epoch =
                    same ? rooms.accounts().advanceEpochFrom(accountId, session.epoch()) : Optional.empty();
            if (epoch.isEmpty()) {
                return new NewPasswordOutcome.StepUpRequired();
            }
            rooms.sessions().carryOver(session, epoch.get());
            put(accountId, session.epoch(), fresh, origin, now);
            return new NewPasswordOutcome.Changed();
        });
    }

    /// A password link's token for an account, good for 20 minutes and once.
    public Token newLink(String accountId) {
        return newLink(accountId, null, Origin.CONSOLE);
    }

    private Token newLink(String accountId, @Nullable String to, Origin origin) {
        Instant now = rooms.clock().instant();
        Token token = rooms.tokens().newToken(Token.Kind.PASSWORD_LINK);
        rooms.db().inTransaction(() -> {
            Account account = rooms.accounts().byId(accountId).orElseThrow();
            links.insert(token.hash(), new PasswordLinkStore.Row(accountId, account.epoch(), to), now.plus(LINK), now);
            rooms.audit().record(new AuditEvent.PasswordLinkMade(accountId), origin, now);
        });
        return token;
    }

    /// Whether a link can be asked for by mail.
    public boolean sendsLinks() {
        return rooms.outbox().carries(Channel.EMAIL);
    }

    /// Sends a password link to that address if it has an account. The answer and its time are the same whether it
    /// has or not: what is done is done after the answer.
    public void sendLink(String email, Origin origin) {
        sendLink(email, null, origin);
    }

    /// The same from a device. One that the account is known on has a number of links of its own, so that strangers
    /// who ask for many use up none of the person's.
    public void sendLink(String email, @Nullable String deviceToken, Origin origin) {
        Instant now = rooms.clock().instant();
        later.execute(() -> {
            try {
                EmailAddress.parse(email).ifPresent(address -> sendLink(address, deviceToken, origin, now));
            } catch (RuntimeException e) {
                LOG.warn("a password link could not be sent: {}", e.getMessage());
            }
        });
    }

    private void sendLink(EmailAddress address, @Nullable String deviceToken, Origin origin, Instant now) {
        rooms.db().inTransaction(() -> {
            Optional<Account> account = rooms.accounts().byEmail(address);
            String subject = account.flatMap(it -> rooms.devices().knownTo(deviceToken, it.id(), now))
                    .map(device -> account.get().id() + "/" + device)
                    .orElseGet(() -> "address/" + rooms.box().keyedHash("email", address.key()));
            if (rooms.throttle().admit(Limits.PASSWORD_LINK_NETWORK, "network/" + origin.network(), now)
                            instanceof Admission.Admitted
                    && rooms.throttle().admit(Limits.PASSWORD_LINK, subject, now) instanceof Admission.Admitted) {
                account.ifPresent(it -> mailLink(it, it.email(), origin, now));
            }
        });
    }

    /// Mails a link for that account's password to an address, in the caller's transaction; none while the account is
    /// suspended.
    void mailLink(Account account, String to, Origin origin, Instant now) {
        if (account.suspended()) {
            return;
        }
        Token token = newLink(account.id(), to, origin);
        rooms.outbox()
                .put(
                        new Message(
                                rooms.tokens().newId(now),
                                account.id(),
                                Channel.EMAIL,
                                to,
                                MessageKind.PASSWORD_LINK,
                                Map.of("link", installation.baseUrl() + "/reset/" + token.text()),
                                account.locale(),
                                account.timeZone(),
                                now.plus(LINK)),
                        now);
    }

    /// Whose password a link sets.
    ///
    /// @param email the account's address, masked where the link went to another one
    public record LinkOwner(String accountId, String email, boolean masked) {}

    /// Whose password that link sets, while it works, or empty.
    public Optional<LinkOwner> linkGood(String token) {
        Instant now = rooms.clock().instant();
        return rooms.db()
                .read(() -> links.open(Token.hash(token), now)
                        .flatMap(row -> account(row).map(account -> owner(row, account))));
    }

    /// A link may go to the address that an account had before somebody gave it theirs; which one that is, is none
    /// of the reader's knowledge.
    private static LinkOwner owner(PasswordLinkStore.Row row, Account account) {
        EmailAddress present = new EmailAddress(account.email());
        String to = row.address();
        boolean elsewhere = to != null && !new EmailAddress(to).key().equals(present.key());
        return new LinkOwner(account.id(), elsewhere ? present.masked() : present.text(), elsewhere);
    }

    /// Behind a password link: sets the password, ends everything, signs nobody in. The second step is still asked.
    public NewPasswordOutcome byLink(String token, String password, Origin origin) {
        Instant now = rooms.clock().instant();
        Optional<Account> account =
                rooms.db().read(() -> links.open(Token.hash(token), now).flatMap(this::account));
        if (account.isEmpty()) {
            noteReuse(token, origin, now);
            return new NewPasswordOutcome.LinkNotGood();
        }
        Optional<PasswordRules.Refusal> refusal = PasswordRules.refusal(password, context(account.get()));
        if (refusal.isPresent()) {
            return new NewPasswordOutcome.Refused(refusal.get().code());
        }
        String fresh;
        try {
            fresh = rooms.passwords().hash(password);
        } catch (Busy busy) {
            return new NewPasswordOutcome.Busy(busy.retryAfter());
        }
        return rooms.db().inTransaction(() -> useLink(token, account.get(), fresh, origin));
    }

    private NewPasswordOutcome useLink(String token, Account account, String fresh, Origin origin) {
        Instant now = rooms.clock().instant();
        if (!links.use(Token.hash(token), now)
                || rooms.accounts()
                        .advanceEpochFrom(account.id(), account.epoch())
                        .isEmpty()) {
            return new NewPasswordOutcome.LinkNotGood();
        }
        rooms.sessions().endOthers(account.id(), "");
        rooms.audit().record(new AuditEvent.PasswordLinkUsed(account.id()), origin, now);
        put(account.id(), account.epoch(), fresh, origin, now);
        return new NewPasswordOutcome.Changed();
    }

    private void put(String accountId, long before, String hash, Origin origin, Instant now) {
        rooms.passwords().put(accountId, hash, now);
        rooms.throttle().clearTally(Limits.codeTally(accountId));
        rooms.devices().forgetAll(accountId);
        rooms.audit().record(new AuditEvent.PasswordChanged(accountId), origin, now);
        rooms.notices().tell(accountId, NoticeEvent.PASSWORD_CHANGED, Map.of(), origin, now);
        waiting.restart(accountId, before, origin, now);
    }

    private Optional<Account> account(PasswordLinkStore.Row row) {
        return rooms.accounts().byId(row.accountId()).filter(a -> a.epoch() == row.epoch() && !a.suspended());
    }

    private List<String> context(Account account) {
        List<String> context = new ArrayList<>(List.of(account.email(), account.name(), installation.name()));
        rooms.organisations().memberships(account.id()).stream()
                .map(Membership::organisationName)
                .forEach(context::add);
        return context;
    }

    private void noteReuse(String token, Origin origin, Instant now) {
        rooms.db()
                .read(() -> links.usedBy(Token.hash(token)))
                .ifPresent(id -> rooms.audit().record(new AuditEvent.LinkReused(id, "password-link"), origin, now));
    }
}
