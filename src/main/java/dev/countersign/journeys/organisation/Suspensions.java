package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.WaitingRecoveries;
import dev.countersign.people.account.Account;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.apikey.ApiKeys;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Invitations;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeping an account out, whose owner has left or is in doubt, and letting it in again. A suspension begins a new
/// epoch, so that whatever the account had is dead, and stays dead; the new epoch issues nothing until it ends.
public final class Suspensions {
    private static final Duration MAIL_LIFE = Duration.ofDays(7);
    private static final Set<MessageKind> OPENING = Arrays.stream(MessageKind.values())
            .filter(MessageKind::carriesCode)
            .collect(Collectors.toUnmodifiableSet());

    private final SignInRooms rooms;
    private final Organisations organisations;
    private final Admins admins;
    private final GivenInvitations given;
    private final WaitingRecoveries waiting;
    private final URI baseUrl;

    /// @param baseUrl what links begin with
    public Suspensions(SignInRooms rooms, StepUps stepUps, Invitations invitations, URI baseUrl) {
        this.rooms = rooms;
        this.organisations = rooms.organisations();
        this.admins = new Admins(rooms, stepUps);
        this.given = new GivenInvitations(rooms, invitations);
        this.waiting = new WaitingRecoveries(rooms);
        this.baseUrl = baseUrl;
    }

    /// Who does it.
    ///
    /// @param actorId the admin's account, or null for the operator
    /// @param organisationId in whose name, or null
    private record By(@Nullable String actorId, @Nullable String organisationId, Origin origin) {}

    /// Suspends a member whom that organisation manages; again, it changes nothing.
    public MemberOutcome<Nothing> suspend(
            Actor by, String organisationId, String accountId, String reason, Origin origin) {
        String stripped = reason.strip();
        return managed(by, organisationId, accountId, (actor, account) -> {
            Optional<WhyNot> refusal = maySuspend(actor, account);
            if (refusal.isPresent()) {
                return MemberOutcome.refused(refusal.get());
            }
            if (!ResetRules.usable(stripped)) {
                return MemberOutcome.refused(WhyNot.WHY_NEEDED);
            }
            suspend(account, stripped, new By(actor.accountId(), organisationId, origin));
            return MemberOutcome.done();
        });
    }

    /// Why the caller may not suspend that member, before a reason is typed; nothing stands in for empty.
    public MemberOutcome<Nothing> check(Session by, String organisationId, String accountId) {
        return admins.look(by, organisationId, actor -> {
            Optional<Membership> target = organisations.membership(accountId, organisationId);
            Optional<Account> account = target.flatMap(_ -> rooms.accounts().byId(accountId));
            if (account.isEmpty()) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            return target.filter(Membership::managing).isEmpty()
                    ? MemberOutcome.refused(WhyNot.NOT_MANAGED_HERE)
                    : maySuspend(actor, account.get())
                            .<MemberOutcome<Nothing>>map(MemberOutcome::refused)
                            .orElseGet(MemberOutcome::done);
        });
    }

    /// Lets such a member sign in again; again, it changes nothing.
    public MemberOutcome<Nothing> reactivate(Actor by, String organisationId, String accountId, Origin origin) {
        return managed(by, organisationId, accountId, (actor, account) -> {
            boolean owner = owned(accountId).isEmpty() || actor.role() == Role.OWNER;
            if (!owner) {
                return MemberOutcome.refused(WhyNot.MAY_NOT_SUSPEND_OWNER);
            }
            reactivate(account, new By(actor.accountId(), organisationId, origin));
            return MemberOutcome.done();
        });
    }

    /// The same by the operator at the console, for any account but the only owner of an organisation.
    public MemberOutcome<Nothing> suspendByOperator(String accountId, String reason, Origin origin) {
        return suspendByOperator(null, accountId, reason, origin);
    }

    /// @param operatorId the operator's account, or null at the console
    MemberOutcome<Nothing> suspendByOperator(
            @Nullable String operatorId, String accountId, String reason, Origin origin) {
        return holding(accountId, "", () -> {
            Account account = rooms.accounts().byId(accountId).orElseThrow();
            if (lastOwnerAnywhere(accountId)) {
                return MemberOutcome.refused(WhyNot.LAST_OWNER);
            }
            suspend(account, reason.strip(), new By(operatorId, null, origin));
            return MemberOutcome.done();
        });
    }

    /// The same.
    public void reactivateByOperator(String accountId, Origin origin) {
        reactivateByOperator(null, accountId, origin);
    }

    /// @param operatorId the operator's account, or null at the console
    void reactivateByOperator(@Nullable String operatorId, String accountId, Origin origin) {
        By by = new By(operatorId, null, origin);
        rooms.db()
                .inTransaction(() -> reactivate(rooms.accounts().byId(accountId).orElseThrow(), by));
    }

    /// Why that account may not be suspended by that admin, or empty.
    Optional<WhyNot> maySuspend(Membership actor, Account account) {
        if (actor.accountId().equals(account.id())) {
            return Optional.of(WhyNot.MAY_NOT_SUSPEND_YOURSELF);
        }
        boolean owner = !owned(account.id()).isEmpty();
        if (account.operator() || (owner && actor.role() != Role.OWNER)) {
            return Optional.of(WhyNot.MAY_NOT_SUSPEND_OWNER);
        }
        return lastOwnerAnywhere(account.id()) ? Optional.of(WhyNot.LAST_OWNER) : Optional.empty();
    }

    private List<Membership> owned(String accountId) {
        return organisations.memberships(accountId).stream()
                .filter(m -> m.role() == Role.OWNER)
                .toList();
    }

    private boolean lastOwnerAnywhere(String accountId) {
        return owned(accountId).stream().anyMatch(m -> organisations.lastOwner(accountId, m.organisationId()));
    }

    private interface Work {
        MemberOutcome<Nothing> apply(Membership actor, Account account);
    }

    private MemberOutcome<Nothing> managed(Actor by, String organisationId, String accountId, Work work) {
        return holding(
                accountId,
                organisationId,
                () -> admins.change(by, organisationId, actor -> {
                    Optional<Membership> target = organisations.membership(accountId, organisationId);
                    Optional<Account> account =
                            target.flatMap(_ -> rooms.accounts().byId(accountId));
                    if (account.isEmpty()) {
                        return MemberOutcome.refused(WhyNot.NOT_THERE);
                    }
                    return target.get().managing()
                            ? work.apply(actor, account.get())
                            : MemberOutcome.refused(WhyNot.NOT_MANAGED_HERE);
                }));
    }

    /// An organisation must not lose its last owner who can act, so whatever else takes one away waits.
    private <T> T holding(String accountId, String organisationId, Supplier<T> work) {
        return rooms.db().inTransaction(() -> {
            organisations.holdOwnedBy(accountId, organisationId);
            return work.get();
        });
    }

    private void suspend(Account account, String reason, By by) {
        Instant now = rooms.clock().instant();
        String id = account.id();
        if (!rooms.accounts().suspend(id, now)) {
            return;
        }
        waiting.drop(id, "suspended", by.origin(), now);
        // Reactivating must not bring them back, and the date of the suspension is gone then.
        new ApiKeys(rooms.db(), rooms.tokens())
                .endOf(id, ApiKey.Why.MAKER, now)
                .forEach(key -> OrganisationKeys.note(rooms, key, ApiKey.Why.MAKER, now));
        rooms.sessions().endOthers(id, "");
        rooms.devices().forgetAll(id);
        rooms.outbox().withdraw(id, OPENING);
        organisations.memberships(id).stream()
                .map(Membership::organisationId)
                .forEach(each -> given.takeBack(id, by.actorId(), each, by.origin(), now));
        rooms.audit()
                .record(
                        new AuditEvent.AccountSuspended(id, by.actorId(), by.organisationId(), reason),
                        by.origin(),
                        now);
        String place = by.organisationId();
        mail(
                account,
                MessageKind.ACCOUNT_SUSPENDED,
                place == null
                        ? Map.of()
                        : Map.of(
                                "organisation",
                                organisations.byId(place).orElseThrow().name()),
                now);
    }

    private void reactivate(Account account, By by) {
        Instant now = rooms.clock().instant();
        if (!rooms.accounts().reactivate(account.id())) {
            return;
        }
        rooms.audit()
                .record(
                        new AuditEvent.AccountReactivated(account.id(), by.actorId(), by.organisationId()),
                        by.origin(),
                        now);
        mail(account, MessageKind.ACCOUNT_REACTIVATED, Map.of("link", baseUrl + "/sign-in"), now);
    }

    private void mail(Account account, MessageKind kind, Map<String, String> fields, Instant now) {
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
                                now.plus(MAIL_LIFE)),
                        now);
    }
}
