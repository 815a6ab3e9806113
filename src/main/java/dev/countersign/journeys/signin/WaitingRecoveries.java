package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.store.OneByOne;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.rules.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Account recoveries that have begun and wait, at most one an account, and what ends them. One is alive only while
/// the account is in the epoch and has the address that it began with, and policy allows recovery: a new factor, a
/// reset or another address leave it dead, whoever caused them.
public final class WaitingRecoveries {
    /// For how long one can be finished once it is ready.
    public static final Duration OPEN = Duration.ofDays(7);

    private static final Set<FactorType> SECOND_STEPS =
            Set.of(FactorType.PASSKEY, FactorType.TOTP, FactorType.SMS, FactorType.BACKUP_CODE);
    private static final int AT_ONCE = 500;

    private final SignInRooms rooms;
    private final WaitingRecoveryStore store;

    /// Over those rooms.
    public WaitingRecoveries(SignInRooms rooms) {
        this.rooms = rooms;
        this.store = new WaitingRecoveryStore(rooms.db());
    }

    /// A recovery that waits, or can be finished.
    ///
    /// @param readyAt when it can be finished
    /// @param overAt when it no longer can
    public record Waiting(Instant begunAt, Instant readyAt, Instant overAt) {
        /// Whether the wait is over.
        public boolean ready(Instant now) {
            return !now.isBefore(readyAt);
        }
    }

    /// Whether that account's policy lets it recover, and mail can be sent.
    public boolean allowed(String accountId) {
        return rooms.outbox().carries(Channel.EMAIL)
                && rooms.policies().effective(accountId).policy().recovery() == Policy.Recovery.WAIT;
    }

    /// The account's recovery while it is alive.
    public Optional<Waiting> of(Account account, Instant now) {
        return rooms.db().read(() -> store.byAccount(account.id()).flatMap(row -> alive(row, account, now)));
    }

    private Optional<Waiting> alive(WaitingRecoveryStore.Row row, Account account, Instant now) {
        boolean same = row.epoch() == account.epoch() && row.addressHash().equals(addressHash(account));
        return same && allowed(account.id())
                ? Optional.of(timed(row)).filter(w -> w.overAt().isAfter(now))
                : Optional.empty();
    }

    /// A policy that has become stricter since holds for those that wait, too.
    private Waiting timed(WaitingRecoveryStore.Row row) {
        Instant ready = row.begunAt().plus(length(row.accountId()));
        ready = ready.isAfter(row.readyAt()) ? ready : row.readyAt();
        return new Waiting(row.begunAt(), ready, ready.plus(OPEN));
    }

    /// How long the account's policy makes a recovery wait.
    public Duration length(String accountId) {
        return Duration.ofHours(rooms.policies().effective(accountId).policy().recoveryWaitHours());
    }

    /// What stands for the account's address where only its sameness matters.
    public String addressHash(Account account) {
        return rooms.box().keyedHash("email", new EmailAddress(account.email()).key());
    }

    /// Begins the wait, and tells of it. One that waits already goes on as it is. Empty when it was gone again at
    /// once.
    public Optional<Waiting> begin(Account account, Origin origin, Instant now) {
        return rooms.db().inTransaction(() -> {
            Optional<Waiting> waiting = of(account, now);
            if (waiting.isPresent()) {
                return waiting;
            }
            end(account.id(), "over", origin, now);
            WaitingRecoveryStore.Row row = new WaitingRecoveryStore.Row(
                    account.id(),
                    rooms.tokens().newId(now),
                    account.epoch(),
                    addressHash(account),
                    now,
                    now.plus(length(account.id())));
            if (store.insert(row)) {
                rooms.audit().record(new AuditEvent.RecoveryStarted(account.id(), row.readyAt()), origin, now);
                tell(account, row.readyAt(), origin, now);
            }
            return of(account, now);
        });
    }

    /// After a new password, which began another epoch: the wait begins anew.
    ///
    /// @param before the epoch that the new password ended
    public void restart(String accountId, long before, Origin origin, Instant now) {
        rooms.db().inTransaction(() -> {
            Optional<WaitingRecoveryStore.Row> row = store.byAccount(accountId)
                    .filter(each -> each.epoch() == before)
                    .filter(each -> timed(each).overAt().isAfter(now));
            if (row.isEmpty() || !allowed(accountId)) {
                return;
            }
            Account account = rooms.accounts().byId(accountId).orElseThrow();
            WaitingRecoveryStore.Row was = row.get();
            WaitingRecoveryStore.Row anew = new WaitingRecoveryStore.Row(
                    accountId, was.id(), account.epoch(), was.addressHash(), now, now.plus(length(accountId)));
            if (store.replace(was, anew)) {
                rooms.audit().record(new AuditEvent.RecoveryRestarted(accountId, anew.readyAt()), origin, now);
                tell(account, anew.readyAt(), origin, now);
            }
        });
    }

    /// Cancels what waits, and tells of it; false when nothing does.
    ///
    /// @param epoch the one that it has to be of
    /// @param by what cancels it
    public boolean cancel(String accountId, long epoch, String by, Origin origin, Instant now) {
        return rooms.db().inTransaction(() -> {
            boolean alive = end(accountId, by, origin, now)
                    .filter(row -> row.epoch() == epoch && timed(row).overAt().isAfter(now))
                    .isPresent();
            if (alive) {
                rooms.notices().tell(accountId, NoticeEvent.RECOVERY_CANCELLED, Map.of(), origin, now);
            }
            return alive;
        });
    }

    /// Cancels what waits when that was a second step: whoever passes one has not lost everything.
    public void provenBy(FactorType type, String accountId, long epoch, Origin origin, Instant now) {
        if (SECOND_STEPS.contains(type)) {
            cancel(accountId, epoch, type.word(), origin, now);
        }
    }

    /// Ends what waits without a word of its own: what ends it is told.
    public void drop(String accountId, String by, Origin origin, Instant now) {
        rooms.db().inTransaction(() -> end(accountId, by, origin, now));
    }

    private Optional<WaitingRecoveryStore.Row> end(String accountId, String by, Origin origin, Instant now) {
        Optional<WaitingRecoveryStore.Row> row = store.delete(accountId);
        row.ifPresent(_ -> rooms.audit().record(new AuditEvent.RecoveryCancelled(accountId, by), origin, now));
        return row;
    }

    /// Takes the account's recovery when it is ready, in the caller's transaction: of any number of calls at once
    /// one gets it, and none once it was cancelled.
    public boolean take(Account account, Instant now) {
        return store.byAccount(account.id())
                .filter(row ->
                        alive(row, account, now).filter(w -> w.ready(now)).isPresent())
                .filter(store::take)
                .isPresent();
    }

    /// Ends those that are dead or were not finished in time, and tells of it.
    public void sweep(Instant now) {
        String last = "";
        List<WaitingRecoveryStore.Row> rows;
        do {
            String after = last;
            rows = rooms.db().read(() -> store.after(after, AT_ONCE));
            OneByOne.each(
                    "account recovery of",
                    rows,
                    WaitingRecoveryStore.Row::accountId,
                    row -> rooms.db().inTransaction(() -> sweep(row, now)));
            last = rows.isEmpty() ? last : rows.getLast().accountId();
        } while (rows.size() == AT_ONCE);
    }

    private void sweep(WaitingRecoveryStore.Row row, Instant now) {
        boolean alive = rooms.accounts()
                .byId(row.accountId())
                .flatMap(account -> alive(row, account, now))
                .isPresent();
        if (!alive && store.take(row)) {
            rooms.audit().record(new AuditEvent.RecoveryCancelled(row.accountId(), "over"), Origin.CONSOLE, now);
            rooms.notices().tell(row.accountId(), NoticeEvent.RECOVERY_CANCELLED, Map.of(), Origin.CONSOLE, now);
        }
    }

    /// By mail and, in case the mailbox is in the wrong hands too, by text.
    private void tell(Account account, Instant readyAt, Origin origin, Instant now) {
        Map<String, String> until = Map.of("until", String.valueOf(readyAt.toEpochMilli()));
        rooms.notices().tell(account.id(), NoticeEvent.RECOVERY_STARTED, until, origin, now);
        rooms.phones()
                .numbers()
                .active(account.id())
                .ifPresent(phone -> rooms.notices()
                        .tellByText(
                                phone.number().e164(),
                                account,
                                NoticeEvent.RECOVERY_STARTED,
                                Duration.between(now, readyAt),
                                now));
    }
}
