package dev.countersign.journeys.departure;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.store.OneByOne;
import dev.countersign.journeys.departure.DeletionOutcome.Asked;
import dev.countersign.journeys.departure.DeletionOutcome.NotConfirmed;
import dev.countersign.journeys.departure.DeletionOutcome.SoleOwner;
import dev.countersign.journeys.departure.DeletionOutcome.StepUpRequired;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.WaitingRecoveries;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The erasure of an account. Asking for it ends every session and device; then it waits 14 days, in which whoever
/// signs in sees it and can take it back. What is left afterwards are the events on record, which know the account
/// by its id.
public final class AccountDeletions {
    /// How long an account waits to be erased.
    public static final Duration WAIT = Duration.ofDays(14);

    private static final Logger LOG = LoggerFactory.getLogger(AccountDeletions.class);
    private static final Duration MAIL_LIFE = Duration.ofDays(7);
    private static final int AT_ONCE = 100;
    private static final Set<MessageKind> OPENING = Arrays.stream(MessageKind.values())
            .filter(MessageKind::carriesCode)
            .collect(Collectors.toUnmodifiableSet());

    private final SignInRooms rooms;
    private final Organisations organisations;
    private final StepUps stepUps;
    private final WaitingRecoveries waiting;
    private final ErasureStore store;

    /// The journey through those rooms.
    public AccountDeletions(SignInRooms rooms, StepUps stepUps) {
        this.rooms = rooms;
        this.organisations = rooms.organisations();
        this.stepUps = stepUps;
        this.waiting = new WaitingRecoveries(rooms);
        this.store = new ErasureStore(rooms.db());
    }

    /// The organisations that the account has to hand over or delete before it can go, by name. One that is itself
    /// going to be erased is no hindrance.
    public List<String> soleOwnerOf(String accountId) {
        return hindering(accountId).stream().map(Membership::organisationName).toList();
    }

    /// The same as memberships of the account.
    public List<Membership> hindering(String accountId) {
        return rooms.db()
                .read(() -> organisations.memberships(accountId).stream()
                        .filter(m -> m.role() == Role.OWNER && m.eraseAt() == null)
                        .filter(m -> organisations.lastOwner(accountId, m.organisationId()))
                        .toList());
    }

    /// By the person, with fresh proof.
    ///
    /// @param typed the account's address, as they typed it
    public DeletionOutcome ask(Session session, String typed, Origin origin) {
        if (!stepUps.fresh(session)) {
            return new StepUpRequired();
        }
        Optional<Account> account = rooms.accounts().byId(session.accountId());
        boolean confirmed = account.map(Account::email)
                .map(email -> new EmailAddress(email).key())
                .equals(EmailAddress.parse(typed).map(EmailAddress::key));
        return confirmed ? ask(session.accountId(), session.accountId(), session.epoch(), origin) : new NotConfirmed();
    }

    /// By the operator.
    public DeletionOutcome askByOperator(Account account, Origin origin) {
        return ask(account.id(), null, account.epoch(), origin);
    }

    private DeletionOutcome ask(String accountId, @Nullable String actorId, long epoch, Origin origin) {
        Instant now = rooms.clock().instant();
        Instant at = now.plus(WAIT);
        return rooms.db().inTransaction(() -> {
            organisations.holdOwnedBy(accountId, "");
            List<String> owned = soleOwnerOf(accountId);
            if (!owned.isEmpty()) {
                return new SoleOwner(owned);
            }
            if (!rooms.accounts().eraseAt(accountId, epoch, at)) {
                return rooms.accounts()
                        .byId(accountId)
                        .map(Account::eraseAt)
                        .<DeletionOutcome>map(Asked::new)
                        .orElseGet(StepUpRequired::new);
            }
            waiting.drop(accountId, "deletion", origin, now);
            rooms.sessions().endOthers(accountId, "");
            rooms.devices().forgetAll(accountId);
            rooms.outbox().withdraw(accountId, OPENING);
            rooms.audit().record(new AuditEvent.DeletionAsked(accountId, actorId, at), origin, now);
            rooms.notices()
                    .tell(
                            accountId,
                            NoticeEvent.ACCOUNT_DELETION,
                            Map.of("until", String.valueOf(at.toEpochMilli())),
                            origin,
                            now);
            return new Asked(at);
        });
    }

    /// Lets the account stay; false when it was not going to be erased, or its time has come.
    ///
    /// @param actorId who wants it, null for the operator
    public boolean keep(String accountId, @Nullable String actorId, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            boolean kept = rooms.accounts().keep(accountId, now);
            if (kept) {
                rooms.audit().record(new AuditEvent.DeletionCancelled(accountId, actorId), origin, now);
                rooms.notices().tell(accountId, NoticeEvent.DELETION_CANCELLED, Map.of(), origin, now);
            }
            return kept;
        });
    }

    /// Erases the accounts whose time has come; for a job to call. Gives how many.
    public int work(Instant now) {
        AtomicInteger erased = new AtomicInteger();
        OneByOne.each(
                "erasure of account",
                rooms.accounts().toErase(now, AT_ONCE),
                Account::id,
                due -> erased.addAndGet(erase(due, now) ? 1 : 0));
        return erased.get();
    }

    private boolean erase(Account account, Instant now) {
        return rooms.db().inTransaction(() -> {
            organisations.holdOwnedBy(account.id(), "");
            // Nothing leads here, since whoever else owns one of them can neither go nor be sent away meanwhile.
            List<String> owned = soleOwnerOf(account.id());
            if (!owned.isEmpty()) {
                LOG.warn("account {} is not erased: it is the only owner of an organisation", account.id());
                return false;
            }
            if (!stillDue(account, now)) {
                return false;
            }
            organisations
                    .memberships(account.id())
                    .forEach(m -> rooms.audit()
                            .record(new AuditEvent.MemberLeft(account.id(), m.organisationId()), Origin.CONSOLE, now));
            String key = new EmailAddress(account.email()).key();
            store.erase(account.id(), key, rooms.box().keyedHash("email", key));
            if (!rooms.accounts().erase(account.id(), now)) {
                throw new IllegalStateException("an account that was held is gone");
            }
            rooms.audit().record(new AuditEvent.AccountErased(account.id()), Origin.CONSOLE, now);
            mail(account, now);
            return true;
        });
    }

    /// Nobody has signed in and kept it in the meantime, nor can before this transaction ends.
    private boolean stillDue(Account account, Instant now) {
        return rooms.accounts().holdEpoch(account.id(), account.epoch())
                && rooms.accounts()
                        .byId(account.id())
                        .map(Account::eraseAt)
                        .filter(at -> !at.isAfter(now))
                        .isPresent();
    }

    /// To the address as it was: there is no account any more that the message could be of.
    private void mail(Account account, Instant now) {
        rooms.outbox()
                .put(
                        new Message(
                                rooms.tokens().newId(now),
                                null,
                                Channel.EMAIL,
                                account.email(),
                                MessageKind.ACCOUNT_ERASED,
                                Map.of(),
                                account.locale(),
                                account.timeZone(),
                                now.plus(MAIL_LIFE)),
                        now);
    }

    /// Erases an account at once, by the operator; the organisations that hinder it, or none.
    public List<String> eraseNow(Account account, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            organisations.holdOwnedBy(account.id(), "");
            List<String> owned = soleOwnerOf(account.id());
            if (owned.isEmpty()) {
                rooms.accounts().keep(account.id(), now);
                rooms.accounts()
                        .byId(account.id())
                        .ifPresent(there -> rooms.accounts().eraseAt(there.id(), there.epoch(), now));
                rooms.audit().record(new AuditEvent.DeletionAsked(account.id(), null, now), origin, now);
                // Read again: with its time it has got another epoch.
                rooms.accounts().byId(account.id()).ifPresent(due -> erase(due, now));
            }
            return owned;
        });
    }
}
