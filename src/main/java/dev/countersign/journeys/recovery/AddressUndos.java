package dev.countersign.journeys.recovery;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Notices;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.NoticeEvent;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The links that put back the address from before a change. Each goes to that very address. The older one wins:
/// what the newer ones could undo came after somebody else had the account, and so did everything that the address
/// in between was told.
public final class AddressUndos {
    private final SignInRooms rooms;
    private final NotMe notMe;
    private final URI baseUrl;
    private final AddressUndoStore links;

    /// The journey through those rooms.
    ///
    /// @param baseUrl what links begin with
    public AddressUndos(SignInRooms rooms, NotMe notMe, URI baseUrl) {
        this.rooms = rooms;
        this.notMe = notMe;
        this.baseUrl = baseUrl;
        this.links = new AddressUndoStore(rooms.db());
    }

    /// What came of using a link.
    public sealed interface Outcome {
        /// The account has that address again, nobody is signed in to it, and a password link is on its way there.
        record Restored(String address) implements Outcome {}

        /// That address is another account's by now. Nothing was changed, and the link still works.
        record Taken(String address) implements Outcome {}

        /// The link is unknown, used, overtaken by an older one, or too old.
        record LinkNotGood() implements Outcome {}
    }

    /// A link for the address that the account has now, written down with the change that replaces it.
    String newLink(Account before, Instant now) {
        Token token = rooms.tokens().newToken(Token.Kind.UNDO_ADDRESS);
        links.insert(token.hash(), new AddressUndoStore.Row(before.id(), before.email(), now), now.plus(Notices.LIFE));
        return baseUrl + "/undo-address/" + token.text();
    }

    /// The address that the link puts back; empty when it does not work. Changes nothing: mail scanners open links.
    public Optional<String> look(String token, Origin origin) {
        Instant now = rooms.clock().instant();
        Optional<AddressUndoStore.Row> link = rooms.db().read(() -> links.open(Token.hash(token), now));
        if (link.isEmpty()) {
            noteReuse(token, origin, now);
        }
        return link.map(AddressUndoStore.Row::address);
    }

    /// Puts the address back, signs out everywhere, forgets the devices, voids the password, and mails a password
    /// link to that address; factors stay.
    public Outcome act(String token, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            links.open(Token.hash(token), now).ifPresent(open -> notMe.oneAtATime(open.accountId()));
            Optional<AddressUndoStore.Row> link = links.use(Token.hash(token), now);
            if (link.isEmpty()) {
                noteReuse(token, origin, now);
                return new Outcome.LinkNotGood();
            }
            return act(token, link.get(), origin, now);
        });
    }

    private Outcome act(String token, AddressUndoStore.Row link, Origin origin, Instant now) {
        String accountId = link.accountId();
        Account replaced = rooms.accounts().byId(accountId).orElseThrow();
        if (!rooms.accounts().changeEmail(accountId, new EmailAddress(link.address()))) {
            links.giveBack(Token.hash(token));
            return new Outcome.Taken(link.address());
        }
        // From here on no other change of this account goes on until this is done: what is voided is all there is.
        links.useUpSince(accountId, link.at(), now);
        rooms.notices().voidLinks(accountId, link.at(), now);
        rooms.audit().record(new AuditEvent.AddressRestored(accountId), origin, now);
        notMe.lockOut(accountId, link.address(), origin, now);
        Map<String, String> fields = Map.of("from", replaced.email(), "to", link.address());
        rooms.notices().tell(accountId, NoticeEvent.EMAIL_CHANGED, fields, origin, now);
        // Whoever has the older mailbox may be the stranger: the one that loses the account learns of it, too.
        Map<String, String> toldOnly = Map.of("from", replaced.email(), "to", link.address(), "link", "");
        rooms.notices().tellAt(replaced.email(), replaced, NoticeEvent.ADDRESS_UNDONE, toldOnly, origin, now);
        return new Outcome.Restored(link.address());
    }

    private void noteReuse(String token, Origin origin, Instant now) {
        rooms.db()
                .read(() -> links.usedBy(Token.hash(token)))
                .ifPresent(id -> rooms.audit().record(new AuditEvent.LinkReused(id, "undo-address"), origin, now));
    }
}
