package dev.countersign.journeys.recovery;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.Notices.NotMeLink;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.WaitingRecoveries;
import dev.countersign.people.account.Account;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.apikey.ApiKeys;
import dev.countersign.people.delivery.MessageKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// "This wasn't me": what the link of a notice does. Whoever has the mailbox gains nothing by it that a forgotten
/// password would not give: the second step is still asked.
public final class NotMe {
    /// Messages whose codes and links a new epoch voids.
    static final Set<MessageKind> OPENING =
            Arrays.stream(MessageKind.values()).filter(MessageKind::carriesCode).collect(toUnmodifiableSet());

    private final SignInRooms rooms;
    private final PasswordChanges passwords;
    private final WaitingRecoveries waiting;

    /// The journey through those rooms.
    public NotMe(SignInRooms rooms, PasswordChanges passwords) {
        this.rooms = rooms;
        this.passwords = passwords;
        this.waiting = new WaitingRecoveries(rooms);
    }

    /// The address that a password link goes to when the link is used; empty when it does not work. Changes
    /// nothing.
    public Optional<String> look(String token, Origin origin) {
        Instant now = rooms.clock().instant();
        Optional<NotMeLink> link = rooms.notices().link(token, now);
        if (link.isEmpty()) {
            noteReuse(token, origin, now);
        }
        return link.map(NotMeLink::address);
    }

    /// Signs out everywhere, keeps the account if it was going to be erased, forgets the devices, voids the password
    /// and what is half-way, and mails a password
    /// link to the address that was confirmed before; factors stay. Gives that address; empty when the link is not
    /// good.
    public Optional<String> act(String token, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            rooms.notices().link(token, now).ifPresent(open -> oneAtATime(open.accountId()));
            Optional<NotMeLink> link = rooms.notices().useLink(token, now);
            link.ifPresentOrElse(used -> act(used, origin, now), () -> noteReuse(token, origin, now));
            return link.map(NotMeLink::address);
        });
    }

    private void act(NotMeLink link, Origin origin, Instant now) {
        rooms.audit().record(new AuditEvent.NotMe(link.accountId()), origin, now);
        lockOut(link.accountId(), link.address(), origin, now);
    }

    /// Makes the links of an account that lock others out follow one another: each writes the rows of the others.
    void oneAtATime(String accountId) {
        rooms.db().lock("lock-out/" + accountId);
    }

    /// All of that, in the caller's transaction: nobody gets in but by the password link that goes to that address.
    void lockOut(String accountId, String address, Origin origin, Instant now) {
        long epoch = rooms.accounts().advanceEpoch(accountId);
        waiting.cancel(accountId, epoch - 1, "not-me", origin, now);
        rooms.sessions().endOthers(accountId, "");
        rooms.devices().forgetAll(accountId);
        // Whoever was at the account may have made one.
        new ApiKeys(rooms.db(), rooms.tokens())
                .endOf(accountId, ApiKey.Why.NOT_ME, now)
                .forEach(key -> rooms.audit()
                        .record(
                                new AuditEvent.ApiKeyEnded(
                                        key.organisationId(), key.id(), key.name(), ApiKey.Why.NOT_ME.word()),
                                origin,
                                now));
        rooms.passwords().remove(accountId);
        if (rooms.accounts().keep(accountId, now)) {
            rooms.audit().record(new AuditEvent.DeletionCancelled(accountId, accountId), origin, now);
        }
        rooms.passkeys().demandPassword(accountId);
        rooms.outbox().withdraw(accountId, OPENING);
        Account account = rooms.accounts().byId(accountId).orElseThrow();
        passwords.mailLink(account, address, origin, now);
    }

    private void noteReuse(String token, Origin origin, Instant now) {
        rooms.notices()
                .linkUsedBy(token)
                .ifPresent(id -> rooms.audit().record(new AuditEvent.LinkReused(id, "not-me"), origin, now));
    }
}
