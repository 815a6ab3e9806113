package dev.countersign.journeys.recovery;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.journeys.signin.OpenSignIns;
import dev.countersign.journeys.signin.OpenSignIns.OpenSignIn;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.WaitingRecoveries;
import dev.countersign.journeys.signin.WaitingRecoveries.Waiting;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Installation;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Account recovery by somebody who lost every second step: the password, a mailed link, a wait that is told
/// everywhere and that many things cancel, and the password again. Never by mail alone, never by the password alone.
public final class Recoveries {
    /// How long the link works that begins the wait.
    public static final Duration LINK = Duration.ofMinutes(20);

    /// Links asked for one account: 3 free, then after a wait of 20 minutes doubling.
    private static final Limit LINKS =
            new Limit("recovery-link", 3, Duration.ofMinutes(20), Duration.ofHours(24), Duration.ofDays(1), false);

    private final SignInRooms rooms;
    private final Installation installation;
    private final Resets resets;
    private final OpenSignIns signIns;
    private final WaitingRecoveries waiting;
    private final RecoveryStore links;

    /// The journey through those rooms.
    public Recoveries(SignInRooms rooms, Resets resets, Installation installation) {
        this.rooms = rooms;
        this.installation = installation;
        this.resets = resets;
        this.signIns = new OpenSignIns(rooms);
        this.waiting = new WaitingRecoveries(rooms);
        this.links = new RecoveryStore(rooms.db());
    }

    /// What a good link leads to: the account, and how long it would wait.
    public record BehindLink(Account account, Duration length) {}

    /// How it stands at the second step of that token, in that browser. Changes nothing.
    public RecoveryStanding standing(String challengeToken, @Nullable String deviceToken) {
        Instant now = rooms.clock().instant();
        Optional<OpenSignIn> open = signIns.look(challengeToken, deviceToken, now);
        if (open.isEmpty()) {
            return new RecoveryStanding.Expired();
        }
        if (!offered(open.get().account())) {
            return new RecoveryStanding.NotOffered();
        }
        Optional<Waiting> begun = waiting.of(open.get().account(), now);
        if (begun.isEmpty()) {
            return new RecoveryStanding.Offered();
        }
        return begun.get().ready(now)
                ? new RecoveryStanding.Ready(begun.get())
                : new RecoveryStanding.Waits(begun.get());
    }

    private boolean offered(Account account) {
        return waiting.allowed(account.id())
                && rooms.factors().list(account.id()).stream()
                        .anyMatch(factor -> factor.type().countsAsEnrolment());
    }

    /// At the second step: mails the link that begins the wait. Answers no challenge and spends no attempt.
    public StartRecoveryOutcome start(String challengeToken, @Nullable String deviceToken, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            Optional<OpenSignIn> open = signIns.hold(challengeToken, deviceToken, now);
            if (open.isEmpty()) {
                return new StartRecoveryOutcome.Expired();
            }
            Account account = open.get().account();
            if (!offered(account)) {
                return new StartRecoveryOutcome.NotOffered();
            }
            Optional<Waiting> begun = waiting.of(account, now);
            if (begun.isPresent()) {
                return new StartRecoveryOutcome.Waits(begun.get());
            }
            return switch (rooms.throttle().admit(LINKS, account.id(), now)) {
                case Admission.Delayed(Instant until) -> new StartRecoveryOutcome.Delayed(until);
                case Admission.LockedOut(Instant until) -> new StartRecoveryOutcome.Delayed(until);
                case Admission.Admitted ignored -> {
                    mailLink(account, origin, now);
                    yield new StartRecoveryOutcome.LinkSent(new EmailAddress(account.email()).masked());
                }
            };
        });
    }

    private void mailLink(Account account, Origin origin, Instant now) {
        Token token = rooms.tokens().newToken(Token.Kind.RECOVERY);
        Instant expires = now.plus(LINK);
        links.insert(
                token.hash(),
                new RecoveryStore.Link(account.id(), account.epoch(), waiting.addressHash(account)),
                expires,
                now);
        rooms.audit().record(new AuditEvent.RecoveryAsked(account.id()), origin, now);
        rooms.outbox()
                .put(
                        new Message(
                                rooms.tokens().newId(now),
                                account.id(),
                                Channel.EMAIL,
                                account.email(),
                                MessageKind.RECOVERY_LINK,
                                Map.of("link", installation.baseUrl() + "/recovery/" + token.text()),
                                account.locale(),
                                account.timeZone(),
                                expires),
                        now);
    }

    /// What the link leads to; empty when it is not good. Changes nothing.
    public Optional<BehindLink> look(String token, Origin origin) {
        Instant now = rooms.clock().instant();
        Optional<Account> account = rooms.db().read(() -> behind(token, now));
        if (account.isEmpty()) {
            noteReuse(token, origin, now);
        }
        return account.map(each -> new BehindLink(each, waiting.length(each.id())));
    }

    private Optional<Account> behind(String token, Instant now) {
        return links.open(Token.hash(token), now)
                .flatMap(link -> rooms.accounts()
                        .byId(link.accountId())
                        .filter(account -> account.epoch() == link.epoch())
                        .filter(account -> waiting.addressHash(account).equals(link.addressHash()))
                        .filter(this::offered));
    }

    /// Behind the link: begins the wait. Empty when the link is not good, for every use but the first.
    public Optional<Waiting> begin(String token, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            Optional<Waiting> begun = behind(token, now)
                    .filter(account -> rooms.accounts().holdEpoch(account.id(), account.epoch()))
                    .filter(account -> links.use(Token.hash(token), now))
                    .flatMap(account -> waiting.begin(account, origin, now));
            if (begun.isEmpty()) {
                noteReuse(token, origin, now);
            }
            return begun;
        });
    }

    /// At the second step, once the wait is over: removes every factor and backup code and ends everything, as a
    /// reset does. Signs nobody in.
    public FinishRecoveryOutcome finish(String challengeToken, @Nullable String deviceToken, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            Optional<OpenSignIn> open = signIns.hold(challengeToken, deviceToken, now);
            if (open.isEmpty()) {
                return new FinishRecoveryOutcome.Expired();
            }
            Account account = open.get().account();
            // The account's row first, as whoever cancels by a new epoch does.
            if (!rooms.accounts().holdEpoch(account.id(), account.epoch())) {
                return new FinishRecoveryOutcome.Expired();
            }
            Optional<Waiting> begun = waiting.of(account, now);
            if (begun.isEmpty() || !offered(account)) {
                return new FinishRecoveryOutcome.NotThere();
            }
            if (!begun.get().ready(now)) {
                return new FinishRecoveryOutcome.NotYet(begun.get().readyAt());
            }
            if (!open.get().passwordAt().isAfter(begun.get().begunAt())) {
                return new FinishRecoveryOutcome.Expired();
            }
            if (!waiting.take(account, now)) {
                return new FinishRecoveryOutcome.NotThere();
            }
            signIns.close(open.get(), now);
            resets.recovered(account.id(), origin, now);
            return new FinishRecoveryOutcome.Finished();
        });
    }

    /// The account's recovery that waits or is ready.
    public Optional<Waiting> of(Account account) {
        return waiting.of(account, rooms.clock().instant());
    }

    /// From where the person is signed in: cancels what waits; false when nothing does.
    public boolean cancel(Session session, Origin origin) {
        return waiting.cancel(
                session.accountId(),
                session.epoch(),
                "session",
                origin,
                rooms.clock().instant());
    }

    /// Ends those that are dead or were not finished in time.
    public void sweep(Instant now) {
        waiting.sweep(now);
    }

    private void noteReuse(String token, Origin origin, Instant now) {
        rooms.db()
                .read(() -> links.usedBy(Token.hash(token)))
                .ifPresent(id -> rooms.audit().record(new AuditEvent.LinkReused(id, "recovery"), origin, now));
    }
}
