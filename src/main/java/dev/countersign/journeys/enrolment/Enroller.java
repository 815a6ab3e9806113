package dev.countersign.journeys.enrolment;

import dev.countersign.journeys.signin.EnrolmentGrant;
import dev.countersign.rules.session.Session;

/// Whoever may begin an enrolment: a session, or a grant from a sign-in that cannot end without one.
public sealed interface Enroller {
    /// The account that is enrolled for.
    String accountId();

    /// What pending enrolments are bound to: the session's or the grant's id.
    String holderId();

    /// The epoch of the account that the leave to enrol is good for.
    long epoch();

    /// By a session.
    record BySession(Session session) implements Enroller {
        @Override
        public String accountId() {
            return session.accountId();
        }

        @Override
        public String holderId() {
            return session.id();
        }

        @Override
        public long epoch() {
            return session.epoch();
        }
    }

    /// By a grant.
    record ByGrant(EnrolmentGrant grant) implements Enroller {
        @Override
        public String accountId() {
            return grant.accountId();
        }

        @Override
        public String holderId() {
            return grant.id();
        }

        @Override
        public long epoch() {
            return grant.epoch();
        }
    }
}
