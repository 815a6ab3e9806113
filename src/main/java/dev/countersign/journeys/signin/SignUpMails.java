package dev.countersign.journeys.signin;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.account.PendingAccount;
import dev.countersign.people.account.PendingAccounts;
import dev.countersign.people.account.PendingAccounts.Proof;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.Outbox;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The mails that a sign-up causes. They say to the address, and to nobody else, whether it has an account.
public final class SignUpMails {
    private final Outbox outbox;
    private final Tokens tokens;
    private final PendingAccounts pendingAccounts;
    private final Accounts accounts;
    private final URI baseUrl;

    /// @param baseUrl what links begin with
    public SignUpMails(SignInRooms rooms, URI baseUrl) {
        this.outbox = rooms.outbox();
        this.tokens = rooms.tokens();
        this.pendingAccounts = rooms.pendingAccounts();
        this.accounts = rooms.accounts();
        this.baseUrl = baseUrl;
    }

    /// Whether mail can be sent, so that an address has to be confirmed.
    public boolean confirms() {
        return outbox.carries(Channel.EMAIL);
    }

    private void confirm(PendingAccount pending, Proof proof, Instant now) {
        Map<String, String> fields = Map.of(
                "code",
                proof.code(),
                "link",
                baseUrl + "/confirm-address/" + proof.link().text());
        outbox.put(
                new Message(
                        tokens.newId(now),
                        null,
                        Channel.EMAIL,
                        pending.email(),
                        MessageKind.ADDRESS_CODE,
                        fields,
                        pending.locale(),
                        pending.timeZone(),
                        pending.expiresAt()),
                now);
    }

    /// Sends the mail of a sign-up: what confirms it or, where the address has an account, word of that.
    public void send(PendingAccount pending, Proof proof, Instant now) {
        accounts.byEmail(new EmailAddress(pending.email()))
                .ifPresentOrElse(account -> taken(account, now), () -> confirm(pending, proof, now));
    }

    /// Sends it again, with a new code and a new link, unless that is too soon or too often.
    public boolean sendAgain(PendingAccount pending, Instant now) {
        Optional<Proof> proof = pendingAccounts.renew(pending, now);
        proof.ifPresent(fresh -> send(pending, fresh, now));
        return proof.isPresent();
    }

    /// Tells the owner of an address that somebody wanted to have it for an account, and that it has one.
    public void taken(Account account, Instant now) {
        outbox.put(
                new Message(
                        tokens.newId(now),
                        account.id(),
                        Channel.EMAIL,
                        account.email(),
                        MessageKind.ADDRESS_TAKEN,
                        Map.of("link", baseUrl + "/sign-in"),
                        account.locale(),
                        account.timeZone(),
                        now.plus(PendingAccounts.WAITS)),
                now);
    }
}
