package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Factor;
import dev.countersign.people.account.Account;
import dev.countersign.people.organisation.Membership;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is behind a session token, computed again on every request.
public sealed interface Presence {

    /// Signed in.
    ///
    /// @param memberships where the account belongs to, the oldest membership first
    /// @param factors what the account has enrolled, the oldest first
    /// @param enrolled whether two-step sign-in is on
    /// @param backupCodesLeft how many are left, and of how many
    /// @param owes what the account should see to
    /// @param bannerHidden whether the person has put the recommendation away for some days
    /// @param skippableUntil the date by which a requirement must be met, while its grace lasts
    record Present(
            Session session,
            Account account,
            Policy policy,
            List<Membership> memberships,
            List<Factor> factors,
            boolean enrolled,
            int backupCodesLeft,
            int backupCodesOf,
            Set<Owed> owes,
            boolean bannerHidden,
            @Nullable Instant skippableUntil)
            implements Presence {}

    /// Signed in, and policy now demands a factor: only enrolment is reachable, and the proof that it wants.
    ///
    /// @param there who it would be, had they enrolled
    record Owing(Present there) implements Presence {
        public Session session() {
            return there.session();
        }

        public Account account() {
            return there.account();
        }

        public Policy policy() {
            return there.policy();
        }
    }

    /// Not signed in: unknown, ended, expired, idle too long, or of an older epoch.
    record Absent() implements Presence {}
}
