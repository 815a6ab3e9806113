package dev.countersign.journeys.signin;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.handover.HandOverCodes;
import dev.countersign.ground.store.Db;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.rules.policy.Policies;
import java.util.Optional;

/// Reads what policy decides on.
final class Standings {
    private final Db db;
    private final Accounts accounts;
    private final Policies policies;
    private final Factors factors;
    private final BackupCodes backupCodes;
    private final HandOverCodes handOverCodes;
    private final Outbox outbox;

    Standings(SignInRooms rooms) {
        this.db = rooms.db();
        this.accounts = rooms.accounts();
        this.policies = rooms.policies();
        this.factors = rooms.factors();
        this.backupCodes = rooms.backupCodes();
        this.handOverCodes = rooms.handOverCodes();
        this.outbox = rooms.outbox();
    }

    Optional<Standing> of(String accountId) {
        return db.read(() -> accounts.byId(accountId).map(this::of));
    }

    Standing of(Account account) {
        return db.read(() -> new Standing(
                account,
                policies.effective(account.id()),
                factors.list(account.id()),
                backupCodes.standing(account.id()),
                handOverCodes.pending(account.id()),
                outbox.carries(Channel.EMAIL)));
    }
}
