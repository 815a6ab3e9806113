package dev.countersign.journeys.organisation;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Factor;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.MemberOutcome.Done;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.journeys.recovery.Resets.HandOver;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the operator does to help people whom no organisation looks after, and owners, whom only their like may
/// help there. To everybody else it is not there.
public final class OperatorActions {
    private final SignInRooms rooms;
    private final StepUps stepUps;
    private final Resets resets;
    private final Suspensions suspensions;
    private final MemberMails mails;

    /// The journey through those rooms.
    public OperatorActions(SignInRooms rooms, StepUps stepUps, Resets resets, Suspensions suspensions) {
        this.rooms = rooms;
        this.stepUps = stepUps;
        this.resets = resets;
        this.suspensions = suspensions;
        this.mails = new MemberMails(rooms);
    }

    /// An account as the operator sees it.
    ///
    /// @param managedBy the name of the organisation that manages it, or null
    /// @param refused why the operator may not help it, or null
    public record Found(
            Account account,
            List<Factor> factors,
            BackupCodes.Standing backupCodes,
            int devices,
            int sessions,
            @Nullable String managedBy,
            @Nullable WhyNot refused) {}

    /// Whether the person is mailed the code that they need after a reset, rather than handed one.
    public boolean mails() {
        return rooms.outbox().carries(Channel.EMAIL);
    }

    /// The account of that address.
    public MemberOutcome<Found> find(Session by, String email) {
        return rooms.db()
                .read(() -> operator(by)
                        ? EmailAddress.parse(email)
                                .flatMap(rooms.accounts()::byEmail)
                                .map(account -> found(by, account))
                                .orElseGet(() -> MemberOutcome.refused(WhyNot.NO_SUCH_ACCOUNT))
                        : MemberOutcome.refused(WhyNot.NOT_THERE));
    }

    /// The account of that id.
    public MemberOutcome<Found> look(Session by, String accountId) {
        return rooms.db()
                .read(() -> operator(by)
                        ? rooms.accounts()
                                .byId(accountId)
                                .map(account -> found(by, account))
                                .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE))
                        : MemberOutcome.refused(WhyNot.NOT_THERE));
    }

    private boolean operator(Session by) {
        return rooms.accounts().byId(by.accountId()).filter(Account::operator).isPresent();
    }

    private MemberOutcome<Found> found(Session by, Account account) {
        Instant now = rooms.clock().instant();
        String id = account.id();
        return new Done<>(new Found(
                account,
                rooms.factors().list(id),
                rooms.backupCodes().standing(id),
                rooms.devices().list(id, now).size(),
                rooms.sessions().open(id, account.epoch(), now).size(),
                managedBy(id).map(Membership::organisationName).orElse(null),
                by.accountId().equals(id)
                        ? WhyNot.MAY_NOT_RESET_YOURSELF
                        : mayHelp(id).orElse(null)));
    }

    private Optional<Membership> managedBy(String accountId) {
        return rooms.organisations().memberships(accountId).stream()
                .filter(Membership::managing)
                .findFirst();
    }

    /// Why the operator may not help that account, or empty: an organisation does, unless the person owns one.
    public Optional<WhyNot> mayHelp(String accountId) {
        List<Membership> memberships = rooms.organisations().memberships(accountId);
        boolean owns = memberships.stream().anyMatch(m -> m.role() == Role.OWNER);
        return owns || memberships.stream().noneMatch(Membership::managing)
                ? Optional.empty()
                : Optional.of(WhyNot.MANAGED_BY_ORGANISATION);
    }

    /// Lifts lock-outs and waits.
    public MemberOutcome<Nothing> unlock(Session by, String accountId, Origin origin) {
        return help(by, accountId, _ -> {
            resets.unlock(accountId, new Resets.By(by.accountId(), null, origin));
            return MemberOutcome.done();
        });
    }

    /// Ends all sessions.
    public MemberOutcome<Nothing> signOut(Session by, String accountId, Origin origin) {
        Instant now = rooms.clock().instant();
        return help(by, accountId, account -> {
            int open = rooms.sessions().open(accountId, account.epoch(), now).size();
            rooms.sessions().endOthers(accountId, "");
            rooms.audit().record(new AuditEvent.SignedOutBySupport(accountId, by.accountId(), open), origin, now);
            if (open > 0) {
                mails.tell(accountId, MessageKind.SIGNED_OUT, null, Map.of(), now);
            }
            return MemberOutcome.done();
        });
    }

    /// Forgets all remembered devices.
    public MemberOutcome<Nothing> forgetDevices(Session by, String accountId, Origin origin) {
        Instant now = rooms.clock().instant();
        return help(by, accountId, _ -> {
            int forgotten = rooms.devices().forgetAll(accountId);
            rooms.audit()
                    .record(
                            new AuditEvent.DevicesForgottenBySupport(accountId, by.accountId(), forgotten),
                            origin,
                            now);
            if (forgotten > 0) {
                mails.tell(accountId, MessageKind.DEVICES_FORGOTTEN, null, Map.of(), now);
            }
            return MemberOutcome.done();
        });
    }

    /// Resets two-step sign-in at once: there is nobody above who could approve. Where no mail can be sent it gives
    /// the code to hand over.
    public MemberOutcome<Optional<HandOver>> reset(Session by, String accountId, String reason, Origin origin) {
        String stripped = reason.strip();
        return help(
                by,
                accountId,
                _ -> ResetRules.usable(stripped)
                        ? new Done<>(resets.reset(accountId, stripped, new Resets.By(by.accountId(), null, origin)))
                        : MemberOutcome.refused(WhyNot.REASON_NEEDED));
    }

    /// Keeps the account out; again, it changes nothing.
    public MemberOutcome<Nothing> suspend(Session by, String accountId, String reason, Origin origin) {
        if (operator(by) && accountId.equals(by.accountId())) {
            return MemberOutcome.refused(WhyNot.MAY_NOT_SUSPEND_YOURSELF);
        }
        String stripped = reason.strip();
        return help(
                by,
                accountId,
                _ -> ResetRules.usable(stripped)
                        ? suspensions.suspendByOperator(by.accountId(), accountId, stripped, origin)
                        : MemberOutcome.refused(WhyNot.WHY_NEEDED));
    }

    /// Lets it in again; again, it changes nothing.
    public MemberOutcome<Nothing> reactivate(Session by, String accountId, Origin origin) {
        return help(by, accountId, _ -> {
            suspensions.reactivateByOperator(by.accountId(), accountId, origin);
            return MemberOutcome.done();
        });
    }

    private <T> MemberOutcome<T> help(Session by, String accountId, Function<Account, MemberOutcome<T>> work) {
        if (!operator(by)) {
            return MemberOutcome.refused(WhyNot.NOT_THERE);
        }
        if (!stepUps.fresh(by)) {
            return MemberOutcome.refused(WhyNot.STEP_UP);
        }
        return rooms.db().inTransaction(() -> {
            // What is read of the roles holds until the end.
            rooms.organisations().memberships(accountId).stream()
                    .map(Membership::organisationId)
                    .sorted()
                    .forEach(rooms.organisations()::hold);
            Optional<Account> account = rooms.accounts().byId(accountId);
            if (account.isEmpty() || !operator(by)) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            if (accountId.equals(by.accountId())) {
                return MemberOutcome.refused(WhyNot.MAY_NOT_RESET_YOURSELF);
            }
            Optional<WhyNot> refusal = mayHelp(accountId);
            return refusal.isPresent() ? MemberOutcome.refused(refusal.get()) : work.apply(account.get());
        });
    }
}
