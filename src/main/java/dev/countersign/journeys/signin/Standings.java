package dev.countersign.journeys.signin;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.handover.HandOverCodes;
import dev.countersign.ground.store.Db;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
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

    Standings(
            Db db,
            Accounts accounts,
            Policies policies,
            Factors factors,
            BackupCodes backupCodes,
            HandOverCodes handOverCodes) {
        this.db = db;
        this.accounts = accounts;
        this.policies = policies;
        this.factors = factors;
        this.backupCodes = backupCodes;
        this.handOverCodes = handOverCodes;
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
                handOverCodes.pending(account.id())));
    }
}
