package dev.countersign.journeys.organisation;

import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Membership;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/// Tells all owners of an organisation of a key that one of them made, in the caller's transaction.
final class OwnerMails {
    private final SignInRooms rooms;
    private final MemberMails mails;
    private final URI baseUrl;

    /// @param baseUrl what links begin with
    OwnerMails(SignInRooms rooms, URI baseUrl) {
        this.rooms = rooms;
        this.mails = new MemberMails(rooms);
        this.baseUrl = baseUrl;
    }

    /// @param key what it is called
    /// @param page the path of the page that has it
    void keyMade(Membership maker, MessageKind kind, String key, String page, Instant now) {
        if (!rooms.outbox().carries(Channel.EMAIL)) {
            return;
        }
        String name =
                rooms.accounts().byId(maker.accountId()).map(Account::name).orElse("");
        Map<String, String> fields =
                Map.of("organisation", maker.organisationName(), "inviter", name, "key", key, "link", baseUrl + page);
        rooms.organisations()
                .ownerIds(maker.organisationId())
                .forEach(owner ->
                        rooms.accounts().byId(owner).ifPresent(account -> mails.send(account, kind, fields, now)));
    }
}
