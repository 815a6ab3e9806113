package dev.countersign.journeys.organisation;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisations;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/// What owners and admins do to help a member.
public final class MemberActions {
    private static final Duration REMINDER_LIFE = Duration.ofDays(7);
    static final Limit REMINDERS =
            new Limit("member-reminder", 1, Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1), false);

    private final SignInRooms rooms;
    private final Organisations organisations;
    private final MemberMails tells;
    private final Resets resets;
    private final Admins admins;
    private final URI baseUrl;

    /// @param baseUrl what links begin with
    public MemberActions(SignInRooms rooms, StepUps stepUps, Resets resets, URI baseUrl) {
        this.rooms = rooms;
        this.organisations = rooms.organisations();
        this.tells = new MemberMails(rooms);
        this.resets = resets;
        this.admins = new Admins(rooms, stepUps);
        this.baseUrl = baseUrl;
    }

    /// Whether the person is mailed the code that they need after a reset, rather than handed one.
    public boolean mails() {
        return rooms.outbox().carries(Channel.EMAIL);
    }

    /// Lifts lock-outs and waits.
    public MemberOutcome<Nothing> unlock(Actor by, String organisationId, String accountId, Origin origin) {
        return managed(by, organisationId, accountId, (actor, _) -> {
            resets.unlock(accountId, new Resets.By(actor.accountId(), organisationId, origin));
            return MemberOutcome.done();
        });
    }

    /// Ends all sessions; whoever had one is told.
    public MemberOutcome<Nothing> signOut(Actor by, String organisationId, String accountId, Origin origin) {
        Instant now = rooms.clock().instant();
        return managed(by, organisationId, accountId, (actor, _) -> {
            Account account = rooms.accounts().byId(accountId).orElseThrow();
            int open = rooms.sessions().open(accountId, account.epoch(), now).size();
            rooms.sessions().endOthers(accountId, "");
            rooms.audit()
                    .record(
                            new AuditEvent.MemberSignedOut(accountId, actor.accountId(), organisationId, open),
                            origin,
                            now);
            if (open > 0) {
                tells.tell(accountId, MessageKind.SIGNED_OUT, actor, Map.of(), now);
            }
            return MemberOutcome.done();
        });
    }

    /// Forgets all remembered devices; whoever had one is told.
    public MemberOutcome<Nothing> forgetDevices(Actor by, String organisationId, String accountId, Origin origin) {
        Instant now = rooms.clock().instant();
        return managed(by, organisationId, accountId, (actor, _) -> {
            int forgotten = rooms.devices().forgetAll(accountId);
            rooms.audit()
                    .record(
                            new AuditEvent.MemberDevicesForgotten(
                                    accountId, actor.accountId(), organisationId, forgotten),
                            origin,
                            now);
            if (forgotten > 0) {
                tells.tell(accountId, MessageKind.DEVICES_FORGOTTEN, actor, Map.of(), now);
            }
            return MemberOutcome.done();
        });
    }

    /// Reminds a member by mail to set up two-step sign-in, or to replace the methods that policy no longer allows,
    /// once a day at most.
    public MemberOutcome<Nothing> remind(Actor by, String organisationId, String accountId, Origin origin) {
        Instant now = rooms.clock().instant();
        return member(by, organisationId, accountId, (actor, _) -> {
            if (!mails()) {
                return MemberOutcome.refused(WhyNot.NO_MAIL);
            }
            if (rooms.accounts().byId(accountId).orElseThrow().suspended()) {
                return MemberOutcome.refused(WhyNot.NOT_ACTIVE);
            }
            List<FactorType> methods = rooms.factors().list(accountId).stream()
                    .map(Factor::type)
                    .filter(FactorType::countsAsEnrolment)
                    .toList();
            Set<FactorType> allowed =
                    rooms.policies().effective(accountId).policy().usableFactors();
            if (methods.stream().anyMatch(allowed::contains)) {
                return MemberOutcome.refused(WhyNot.SET_UP_ALREADY);
            }
            if (!(rooms.throttle().admit(REMINDERS, accountId, now) instanceof Admission.Admitted)) {
                return MemberOutcome.refused(WhyNot.TOO_SOON);
            }
            MessageKind kind = methods.isEmpty() ? MessageKind.REMINDER : MessageKind.REPLACEMENT_REMINDER;
            remind(actor, accountId, kind, now);
            rooms.audit()
                    .record(new AuditEvent.MemberReminded(accountId, actor.accountId(), organisationId), origin, now);
            return MemberOutcome.done();
        });
    }

    private void remind(Membership actor, String accountId, MessageKind kind, Instant now) {
        Account account = rooms.accounts().byId(accountId).orElseThrow();
        Account admin = rooms.accounts().byId(actor.accountId()).orElseThrow();
        Map<String, String> fields = new HashMap<>(Map.of(
                "link", baseUrl + "/setup",
                "organisation", actor.organisationName(),
                "inviter", admin.name()));
        Instant until = rooms.policies().effective(accountId).graceUntil(account.createdAt());
        if (kind == MessageKind.REMINDER && until != null && until.isAfter(now)) {
            fields.put("date", String.valueOf(until.toEpochMilli()));
        }
        rooms.outbox()
                .put(
                        new Message(
                                rooms.tokens().newId(now),
                                accountId,
                                Channel.EMAIL,
                                account.email(),
                                kind,
                                fields,
                                account.locale(),
                                account.timeZone(),
                                now.plus(REMINDER_LIFE)),
                        now);
    }

    private <T> MemberOutcome<T> managed(
            Actor by,
            String organisationId,
            String accountId,
            BiFunction<Membership, Membership, MemberOutcome<T>> work) {
        return member(
                by,
                organisationId,
                accountId,
                (actor, target) ->
                        target.managing() ? work.apply(actor, target) : MemberOutcome.refused(WhyNot.NOT_MANAGED_HERE));
    }

    private <T> MemberOutcome<T> member(
            Actor by,
            String organisationId,
            String accountId,
            BiFunction<Membership, Membership, MemberOutcome<T>> work) {
        return admins.change(
                by,
                organisationId,
                actor -> organisations
                        .membership(accountId, organisationId)
                        .map(target -> work.apply(actor, target))
                        .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }
}
