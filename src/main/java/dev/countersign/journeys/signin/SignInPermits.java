package dev.countersign.journeys.signin;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mailed links by which a person signs in on a new device while strangers guess at their password: each lets
/// the network that asked for it try for an hour. No password is looked at without one, so that of all the guesses
/// of a day no more than [Limits#PASSWORDS_A_DAY] count.
public final class SignInPermits {
    /// How long a link works.
    public static final Duration LINK = Duration.ofMinutes(20);

    /// For how long it lets a network try.
    public static final Duration ALLOWED = Duration.ofHours(1);

    /// Mails for one account: 3 free, then after a wait of 20 minutes doubling.
    private static final Limit MAILS =
            new Limit("sign-in-permit", 3, Duration.ofMinutes(20), Duration.ofHours(24), Duration.ofDays(1), false);

    private static final Logger LOG = LoggerFactory.getLogger(SignInPermits.class);

    private final SignInRooms rooms;
    private final URI baseUrl;
    private final Executor later;
    private final SignInPermitStore store;

    /// Over those rooms.
    ///
    /// @param baseUrl what links begin with
    /// @param later runs what is done after the answer
    public SignInPermits(SignInRooms rooms, URI baseUrl, Executor later) {
        this.rooms = rooms;
        this.baseUrl = baseUrl;
        this.later = later;
        this.store = new SignInPermitStore(rooms.db());
    }

    /// Who asked for a link, for whoever opens it.
    public record Asked(String email, String network, String browser, Instant at) {}

    /// Whether a sign-in from there needs a link first. Asks for one to be mailed; what is done for an address that
    /// has an account is done after the answer.
    boolean needed(Optional<Account> account, Origin origin, Instant now) {
        if (!rooms.outbox().carries(Channel.EMAIL)) {
            return false;
        }
        String accountId = account.map(Account::id).orElse("");
        boolean allowed = rooms.db().read(() -> store.holds(accountId, origin.network(), now));
        if (!allowed) {
            account.filter(there -> !there.suspended())
                    .ifPresent(there -> later.execute(() -> mail(there, origin, now)));
        }
        return !allowed;
    }

    private void mail(Account account, Origin origin, Instant now) {
        try {
            rooms.db().inTransaction(() -> {
                if (rooms.throttle().admit(MAILS, account.id(), now) instanceof Admission.Admitted) {
                    mailAdmitted(account, origin, now);
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("a link to sign in by could not be sent: {}", e.getMessage());
        }
    }

    private void mailAdmitted(Account account, Origin origin, Instant now) {
        Token token = rooms.tokens().newToken(Token.Kind.PERMIT);
        store.insert(
                token.hash(),
                new SignInPermitStore.Link(account.id(), origin.network(), origin.browser(), now),
                now.plus(LINK));
        rooms.audit().record(new AuditEvent.SignInLinkSent(account.id()), origin, now);
        Map<String, String> fields = Map.of(
                "link",
                baseUrl + "/allow-sign-in/" + token.text(),
                "at",
                String.valueOf(now.toEpochMilli()),
                "browser",
                origin.browser(),
                "network",
                origin.network());
        rooms.outbox()
                .put(
                        new Message(
                                rooms.tokens().newId(now),
                                account.id(),
                                Channel.EMAIL,
                                account.email(),
                                MessageKind.SIGN_IN_LINK,
                                fields,
                                account.locale(),
                                account.timeZone(),
                                now.plus(LINK)),
                        now);
    }

    /// Who asked for that link; empty when it does not work. Changes nothing: mail scanners open links.
    public Optional<Asked> look(String token, Origin origin) {
        Instant now = rooms.clock().instant();
        Optional<Asked> asked = rooms.db().read(() -> asked(token, now));
        if (asked.isEmpty()) {
            noteReuse(token, origin, now);
        }
        return asked;
    }

    private Optional<Asked> asked(String token, Instant now) {
        return store.open(Token.hash(token), now)
                .flatMap(link -> rooms.accounts()
                        .byId(link.accountId())
                        .map(account -> new Asked(account.email(), link.network(), link.browser(), link.askedAt())));
    }

    /// Lets the network that asked try, and says who that was; empty for every use but the first.
    public Optional<Asked> allow(String token, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            Optional<SignInPermitStore.Link> link = store.open(Token.hash(token), now);
            Optional<Asked> asked = asked(token, now);
            if (link.isEmpty() || asked.isEmpty() || !store.allow(Token.hash(token), now.plus(ALLOWED), now)) {
                noteReuse(token, origin, now);
                return Optional.<Asked>empty();
            }
            rooms.audit()
                    .record(
                            new AuditEvent.SignInAllowed(
                                    link.get().accountId(), link.get().network()),
                            origin,
                            now);
            return asked;
        });
    }

    private void noteReuse(String token, Origin origin, Instant now) {
        rooms.db()
                .read(() -> store.usedBy(Token.hash(token)))
                .ifPresent(id -> rooms.audit().record(new AuditEvent.LinkReused(id, "allow-sign-in"), origin, now));
    }
}
