package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.store.OneByOne;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.rules.session.Session;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Resets that wait, at most one an account: told to the person at once, stopped by them or by an admin, and carried
/// out when nothing is left to wait for. One is alive only while the account is in the epoch that it began in, is
/// managed by that organisation, and whoever asked and approved may still reset it.
public final class WaitingResets {
    private static final int AT_ONCE = 200;

    private final SignInRooms rooms;
    private final Resets resets;
    private final ResetRules rules;
    private final WaitingResetStore store;
    private final MemberMails mails;
    private final URI baseUrl;

    /// @param baseUrl what links begin with
    WaitingResets(SignInRooms rooms, Resets resets, URI baseUrl) {
        this.rooms = rooms;
        this.resets = resets;
        this.rules = new ResetRules(rooms);
        this.store = new WaitingResetStore(rooms.db());
        this.mails = new MemberMails(rooms);
        this.baseUrl = baseUrl;
    }

    /// A reset that waits, as the person it is about sees it.
    public record ForMe(WaitingReset reset, Account account, String organisationName) {}

    /// The one that the account has now.
    public Optional<ForMe> of(Account account) {
        Instant now = rooms.clock().instant();
        return rooms.db()
                .read(() -> store.byAccount(account.id()).flatMap(row -> alive(row, now)))
                .map(this::named);
    }

    private ForMe named(WaitingReset reset) {
        return new ForMe(
                reset,
                rooms.accounts().byId(reset.accountId()).orElseThrow(),
                rooms.organisations()
                        .byId(reset.organisationId())
                        .map(Organisation::name)
                        .orElse(""));
    }

    /// From where the person is signed in: stops what waits; false when nothing does.
    public boolean stop(Session session, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db()
                .inTransaction(() -> store.byAccount(session.accountId())
                        .filter(row -> row.epoch() == session.epoch())
                        .filter(row -> end(row, session.accountId(), "session", origin, now))
                        .isPresent());
    }

    /// What the link of the mail or text would stop; empty when it does not work any more. Changes nothing.
    public Optional<ForMe> look(String token) {
        Instant now = rooms.clock().instant();
        return rooms.db()
                .read(() -> store.byStopHash(Token.hash(token)).flatMap(row -> alive(row, now)))
                .map(this::named);
    }

    /// Behind that link: stops it; false when nothing waits any more.
    public boolean stop(String token, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db()
                .inTransaction(() -> store.byStopHash(Token.hash(token))
                        .filter(row -> end(row, row.accountId(), "link", origin, now))
                        .isPresent());
    }

    /// That one of the organisation, while it is alive.
    Optional<WaitingReset> find(String organisationId, String id, Instant now) {
        return store.byId(id)
                .filter(row -> row.organisationId().equals(organisationId))
                .flatMap(row -> alive(row, now));
    }

    /// The account's, while it is alive.
    Optional<WaitingReset> find(String accountId, Instant now) {
        return store.byAccount(accountId).flatMap(row -> alive(row, now));
    }

    /// Those of an organisation that are alive, among `most` that stand behind that id.
    Page list(String organisationId, String after, int most, Instant now) {
        List<WaitingReset> rows = store.of(organisationId, after, most + 1);
        List<WaitingReset> page = rows.subList(0, Math.min(most, rows.size()));
        return new Page(
                page.stream().flatMap(row -> alive(row, now).stream()).toList(),
                rows.size() > most ? page.getLast().id() : "");
    }

    /// Some of them, and the id that the next ones stand behind; "" where there are none.
    record Page(List<WaitingReset> resets, String next) {}

    private Optional<WaitingReset> alive(WaitingReset row, Instant now) {
        Optional<WaitingReset> timed =
                Optional.of(row.under(rules.wait(row.accountId()), rules.twoAdmins(row.accountId())));
        return timed.filter(reset -> whyDead(reset, now) == null);
    }

    private @Nullable String whyDead(WaitingReset reset, Instant now) {
        boolean same = rooms.accounts()
                .byId(reset.accountId())
                .filter(account -> account.epoch() == reset.epoch())
                .isPresent();
        if (!same) {
            return "epoch";
        }
        Optional<Membership> target = rooms.organisations().membership(reset.accountId(), reset.organisationId());
        String approvedBy = reset.approvedBy();
        boolean may = target.isPresent()
                && rules.stillMay(reset.askedBy(), reset.organisationId(), target.get())
                && (approvedBy == null || rules.stillMay(approvedBy, reset.organisationId(), target.get()));
        if (!may) {
            return "roles";
        }
        return reset.overAt().isAfter(now) ? null : "over";
    }

    /// Begins the wait and tells of it, in the caller's transaction; empty when one waits already.
    Optional<WaitingReset> begin(Membership actor, Account account, String reason, Origin origin, Instant now) {
        if (find(account.id(), now).isPresent()) {
            return Optional.empty();
        }
        store.drop(account.id());
        Token token = rooms.tokens().newToken(Token.Kind.STOP_RESET);
        WaitingReset reset = new WaitingReset(
                rooms.tokens().newId(now),
                account.id(),
                actor.organisationId(),
                actor.accountId(),
                reason,
                account.epoch(),
                now,
                now.plus(rules.wait(account.id())),
                rules.twoAdmins(account.id()),
                null);
        if (!store.insert(reset, token.hash())) {
            return Optional.empty();
        }
        rooms.audit()
                .record(
                        new AuditEvent.ResetAsked(
                                account.id(),
                                actor.accountId(),
                                actor.organisationId(),
                                reason,
                                reset.dueAt(),
                                reset.twoAdmins()),
                        origin,
                        now);
        tell(account, reset, baseUrl + "/stop-reset/" + token.text(), now);
        if (reset.twoAdmins()) {
            tellApprovers(actor, account, reset, now);
        }
        return Optional.of(reset);
    }

    /// By mail and by text: whoever has the mailbox in the wrong hands learns of it, too. From where it was asked is
    /// the admin's own.
    private void tell(Account account, WaitingReset reset, String link, Instant now) {
        Map<String, String> fields = new HashMap<>(Map.of("link", link));
        if (!reset.needsApproval()) {
            fields.put("until", String.valueOf(reset.dueAt().toEpochMilli()));
        }
        rooms.accounts().byId(reset.askedBy()).ifPresent(admin -> fields.put("by", admin.name()));
        rooms.notices().tell(account.id(), NoticeEvent.RESET_WAITING, fields, Origin.CONSOLE, now);
        if (!rooms.outbox().carries(Channel.TEXT)) {
            return;
        }
        rooms.phones()
                .numbers()
                .active(account.id())
                .ifPresent(phone -> rooms.outbox()
                        .put(
                                new Message(
                                        rooms.tokens().newId(now),
                                        account.id(),
                                        Channel.TEXT,
                                        phone.number().e164(),
                                        MessageKind.NOTICE,
                                        Map.of(
                                                "event",
                                                NoticeEvent.RESET_WAITING.word(),
                                                "at",
                                                String.valueOf(now.toEpochMilli()),
                                                "link",
                                                link),
                                        account.locale(),
                                        account.timeZone(),
                                        reset.overAt()),
                                now));
    }

    private void tellApprovers(Membership actor, Account account, WaitingReset reset, Instant now) {
        Membership target = rooms.organisations()
                .membership(account.id(), reset.organisationId())
                .orElseThrow();
        Map<String, String> fields = Map.of(
                "link",
                baseUrl + "/organisation/resets?organisation=" + reset.organisationId(),
                "organisation",
                actor.organisationName(),
                "inviter",
                rooms.accounts().byId(actor.accountId()).map(Account::name).orElse(""),
                "member",
                account.name());
        List<String> approvers = rules.mayApproveFor(actor.accountId(), target, now);
        // Where nobody may approve it yet, those who could stop it or change the rule learn of it all the same.
        (approvers.isEmpty() ? rules.others(actor.accountId(), target, now) : approvers)
                .stream()
                        .flatMap(id -> rooms.accounts().byId(id).stream())
                        .forEach(approver -> mails.send(approver, MessageKind.RESET_APPROVAL, fields, now));
    }

    boolean approve(WaitingReset reset, Membership actor, Origin origin, Instant now) {
        boolean approved = store.approve(reset.id(), actor.accountId(), now);
        if (approved) {
            rooms.audit()
                    .record(
                            new AuditEvent.ResetApproved(reset.accountId(), actor.accountId(), reset.organisationId()),
                            origin,
                            now);
        }
        return approved;
    }

    /// Carries it out, in the caller's transaction, which follows all others of the organisation. Empty when the
    /// account has gone into another epoch, or somebody stopped it or carried it out in the meantime.
    Optional<ResetOutcome.Reset> carryOut(WaitingReset reset, Origin origin) {
        // The account's row first, as everything does that begins another epoch.
        boolean mine = rooms.accounts().holdEpoch(reset.accountId(), reset.epoch()) && store.take(reset.id());
        return mine
                ? Optional.of(new ResetOutcome.Reset(resets.reset(
                        reset.accountId(),
                        reset.reason(),
                        new Resets.By(reset.askedBy(), reset.organisationId(), origin))))
                : Optional.empty();
    }

    /// Takes away the account's, which a reset at once makes idle.
    void drop(String accountId) {
        store.drop(accountId);
    }

    /// Stops it and tells of it; false when it was stopped or carried out in the meantime.
    boolean end(WaitingReset reset, @Nullable String actorId, String by, Origin origin, Instant now) {
        if (!store.take(reset.id())) {
            return false;
        }
        rooms.audit()
                .record(
                        new AuditEvent.ResetStopped(reset.accountId(), actorId, reset.organisationId(), by),
                        origin,
                        now);
        // After another reset there is nothing left that was kept.
        boolean wasReset = by.equals("epoch") && rooms.handOverCodes().pending(reset.accountId());
        if (!wasReset) {
            rooms.notices().tell(reset.accountId(), NoticeEvent.RESET_STOPPED, Map.of(), Origin.CONSOLE, now);
        }
        return true;
    }

    /// Carries out what is due, and ends what is dead. Any number of nodes may do so at once.
    public void sweep() {
        Instant now = rooms.clock().instant();
        String last = "";
        List<WaitingReset> rows;
        do {
            String after = last;
            rows = rooms.db().read(() -> store.after(after, AT_ONCE));
            OneByOne.each(
                    "reset",
                    rows,
                    WaitingReset::id,
                    row -> rooms.db().inTransaction(() -> sweep(row.id(), row.organisationId(), now)));
            last = rows.isEmpty() ? last : rows.getLast().accountId();
        } while (rows.size() == AT_ONCE);
    }

    private void sweep(String id, String organisationId, Instant now) {
        rooms.organisations().hold(organisationId);
        Optional<WaitingReset> found =
                store.byId(id).map(row -> row.under(rules.wait(row.accountId()), rules.twoAdmins(row.accountId())));
        if (found.isEmpty()) {
            return;
        }
        WaitingReset reset = found.get();
        String why = whyDead(reset, now);
        if (why != null) {
            end(reset, null, why, Origin.CONSOLE, now);
        } else if (reset.ready(now) && mails()) {
            // Where no mail can be sent, an admin carries it out, who then has the code to hand over.
            carryOut(reset, Origin.CONSOLE);
        }
    }

    /// Whether the person is mailed the code that they need after a reset.
    boolean mails() {
        return rooms.outbox().carries(Channel.EMAIL);
    }
}
