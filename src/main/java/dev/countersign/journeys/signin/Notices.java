package dev.countersign.journeys.signin;

import static java.util.stream.Collectors.joining;

import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.people.delivery.Outbox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The mails that tell a person what happened to their account, each with a link that says "This wasn't me". All
/// that happens to one account in one transaction is one mail, written as the transaction's last part.
public final class Notices {
    /// How long "This wasn't me" works, and a notice is worth sending.
    public static final Duration LIFE = Duration.ofDays(7);

    private final Db db;
    private final Tokens tokens;
    private final Accounts accounts;
    private final Outbox outbox;
    private final URI baseUrl;
    private final NotMeStore links;

    /// @param baseUrl what links begin with
    public Notices(Db db, Tokens tokens, Accounts accounts, Outbox outbox, URI baseUrl) {
        this.db = db;
        this.tokens = tokens;
        this.accounts = accounts;
        this.outbox = outbox;
        this.baseUrl = baseUrl;
        this.links = new NotMeStore(db);
    }

    /// A link "This wasn't me": whose account, and the address that was confirmed before what the notice tells of.
    public record NotMeLink(String accountId, String address) {}

    /// What one mail will say.
    private record Told(
            Account account,
            String to,
            Set<NoticeEvent> events,
            Map<String, String> fields,
            Origin origin,
            Instant at) {}

    /// The mails of one transaction, by account and address.
    private static final class Gathered {
        private final Map<String, Told> mails = new LinkedHashMap<>();
    }

    /// Tells the account's address of an event, in the transaction that causes it. Of the same field of two events
    /// in one transaction the later counts.
    ///
    /// @param fields those of the event
    public void tell(String accountId, NoticeEvent event, Map<String, String> fields, Origin origin, Instant now) {
        if (outbox.carries(Channel.EMAIL)) {
            db.inTransaction(() -> accounts.byId(accountId)
                    .ifPresent(account -> tellAt(account.email(), account, event, fields, origin, now)));
        }
    }

    /// The same at another address than the account's: "This wasn't me" mails its password link to the one that the
    /// account had before the event.
    ///
    /// @param before the account as it was before the event
    /// @param fields those of the event; a `link` of its own takes the place of "This wasn't me"
    public void tellAt(
            String to, Account before, NoticeEvent event, Map<String, String> fields, Origin origin, Instant now) {
        if (!outbox.carries(Channel.EMAIL)) {
            return;
        }
        db.inTransaction(() -> {
            Told told = gathered()
                    .mails
                    .computeIfAbsent(
                            before.id() + " " + to,
                            _ -> new Told(before, to, EnumSet.noneOf(NoticeEvent.class), new HashMap<>(), origin, now));
            told.events().add(event);
            told.fields().putAll(fields);
        });
    }

    /// When a mail leaves, and when what it tells of happened.
    record Times(Instant leaves, Instant now) {}

    /// Tells the account's address of an event in a mail of its own that waits in the outbox first, where it can be
    /// taken back; its id, or empty where no mail can be sent.
    Optional<String> tellLater(String accountId, NoticeEvent event, Origin origin, Times times) {
        if (!outbox.carries(Channel.EMAIL)) {
            return Optional.empty();
        }
        return db.inTransaction(() -> accounts.byId(accountId)
                .map(account -> put(
                        new Told(account, account.email(), EnumSet.of(event), Map.of(), origin, times.now()),
                        times.leaves())));
    }

    /// Tells a phone of an event by text, in case the mailbox is in the wrong hands. A text of its own, whatever
    /// else happens in the transaction; dropped where no texts can be sent.
    ///
    /// @param number in E.164 form
    /// @param life for how long it is worth sending
    public void tellByText(String number, Account account, NoticeEvent event, Duration life, Instant now) {
        if (!outbox.carries(Channel.TEXT)) {
            return;
        }
        db.inTransaction(() -> outbox.put(
                new Message(
                        tokens.newId(now),
                        account.id(),
                        Channel.TEXT,
                        number,
                        MessageKind.NOTICE,
                        Map.of(
                                "event",
                                event.word(),
                                "at",
                                String.valueOf(now.toEpochMilli()),
                                "link",
                                newLink(account, now)),
                        account.locale(),
                        account.timeZone(),
                        now.plus(life)),
                now));
    }

    private Gathered gathered() {
        return db.ofTransaction(this, Gathered.class, () -> {
            Gathered made = new Gathered();
            db.beforeCommit(() -> made.mails.values().forEach(told -> put(told, told.at())));
            return made;
        });
    }

    private String put(Told told, Instant leaves) {
        Account account = told.account();
        Map<String, String> fields = new HashMap<>(told.fields());
        fields.put(
                told.events().size() == 1 ? "event" : "events",
                told.events().stream().map(NoticeEvent::word).collect(joining(",")));
        fields.put("at", String.valueOf(told.at().toEpochMilli()));
        if (!told.origin().equals(Origin.CONSOLE)) {
            fields.put("browser", told.origin().browser());
            fields.put("network", told.origin().network());
        }
        fields.computeIfAbsent("link", _ -> newLink(account, told.at()));
        String id = tokens.newId(told.at());
        outbox.put(
                new Message(
                        id,
                        account.id(),
                        Channel.EMAIL,
                        told.to(),
                        MessageKind.NOTICE,
                        fields,
                        account.locale(),
                        account.timeZone(),
                        told.at().plus(LIFE)),
                leaves,
                told.at());
        return id;
    }

    /// The address of a new link "This wasn't me".
    String newLink(Account account, Instant now) {
        Token token = tokens.newToken(Token.Kind.NOT_ME);
        links.insert(token.hash(), new NotMeLink(account.id(), account.email()), now.plus(LIFE), now);
        return baseUrl + "/not-me/" + token.text();
    }

    /// The link of that token while it works, or empty.
    public Optional<NotMeLink> link(String token, Instant now) {
        return db.read(() -> links.open(Token.hash(token), now));
    }

    /// Uses the link up, whatever has become of the account since; empty for every use but the first.
    public Optional<NotMeLink> useLink(String token, Instant now) {
        return db.inTransaction(() -> links.use(Token.hash(token), now));
    }

    /// Voids the account's links of that time and later: they went to an address that turned out to be another's.
    public void voidLinks(String accountId, Instant since, Instant now) {
        db.inTransaction(() -> links.useUpSince(accountId, since, now));
    }

    /// Whose link that token was, if it was used.
    public Optional<String> linkUsedBy(String token) {
        return db.read(() -> links.usedBy(Token.hash(token)));
    }
}
