package dev.countersign.journeys.organisation;

import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Mails to all members of an organisation. What waits is one row, and a job writes the mails, a few hundred a
/// transaction: ten thousand at once would stop everybody who writes.
final class MemberMails {
    private static final Duration LIFE = Duration.ofDays(7);
    private static final int AT_ONCE = 200;

    private final SignInRooms rooms;
    private final MemberMailStore store;

    MemberMails(SignInRooms rooms) {
        this.rooms = rooms;
        this.store = new MemberMailStore(rooms.db());
    }

    /// Has every member mailed, in the caller's transaction. What was under way to them is given up: a newer word
    /// takes its place.
    ///
    /// @param until the time that the mail names, if it does
    void begin(String organisationId, MessageKind kind, @Nullable Instant until, Instant now) {
        store.drop(organisationId);
        if (rooms.outbox().carries(Channel.EMAIL)) {
            store.insert(rooms.tokens().newId(now), organisationId, kind, until);
        }
    }

    /// Writes the mails that wait.
    void work(Instant now) {
        for (String id : rooms.db().read(store::waiting)) {
            while (someSent(id, now)) {
                // Others write in between.
            }
        }
    }

    private boolean someSent(String id, Instant now) {
        return rooms.db().inTransaction(() -> {
            Optional<MemberMailStore.Row> row = store.hold(id);
            Optional<Organisation> organisation =
                    row.flatMap(it -> rooms.organisations().byId(it.organisationId()));
            if (organisation.isEmpty()) {
                return false;
            }
            List<String> members = rooms.organisations()
                    .memberIds(organisation.get().id(), row.get().toldTo(), AT_ONCE);
            Map<String, String> fields =
                    new HashMap<>(Map.of("organisation", organisation.get().name()));
            Instant until = row.get().until();
            if (until != null) {
                fields.put("until", String.valueOf(until.toEpochMilli()));
            }
            for (String member : members) {
                rooms.accounts()
                        .byId(member)
                        .ifPresent(account -> send(account, row.get().kind(), fields, now));
            }
            if (members.size() < AT_ONCE) {
                store.drop(organisation.get().id());
                return false;
            }
            store.told(id, members.getLast());
            return true;
        });
    }

    /// Tells an account what an organisation has done to it, in the caller's transaction.
    ///
    /// @param by whoever did it, null for the operator
    /// @param more fields of that kind of message
    void tell(String accountId, MessageKind kind, @Nullable Membership by, Map<String, String> more, Instant now) {
        Map<String, String> fields = new HashMap<>(more);
        fields.put("at", String.valueOf(now.toEpochMilli()));
        if (by != null) {
            fields.put("organisation", by.organisationName());
            rooms.accounts().byId(by.accountId()).ifPresent(actor -> fields.put("by", actor.name()));
        }
        rooms.accounts().byId(accountId).ifPresent(account -> send(account, kind, fields, now));
    }

    /// One such mail, in the caller's transaction.
    void send(Account account, MessageKind kind, Map<String, String> fields, Instant now) {
        rooms.outbox()
                .put(
                        new Message(
                                rooms.tokens().newId(now),
                                account.id(),
                                Channel.EMAIL,
                                account.email(),
                                kind,
                                fields,
                                account.locale(),
                                account.timeZone(),
                                now.plus(LIFE)),
                        now);
    }
}
