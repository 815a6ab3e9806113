package dev.countersign.doors.api;

import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.EnrolmentGrant;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.people.account.Account;
import dev.countersign.rules.session.Session;

/// Who makes a call, as the parameter of a handler: its type says which kind of token the route accepts, and there is
/// no other check.
sealed interface Caller {
    /// Where the call comes from.
    Origin origin();

    /// Anybody: the route looks at no token.
    record Anyone(Origin origin) implements Caller {}

    /// A session whose account owes nothing that blocks.
    record SessionCaller(Presence.Present presence, Origin origin) implements Caller, WithSession {
        @Override
        public Session session() {
            return presence.session();
        }

        @Override
        public Account account() {
            return presence.account();
        }
    }

    /// A session, also one that must enrol a factor before anything else. Only for routes that lead there or sign out.
    record OwingCaller(Session session, Account account, Origin origin) implements Caller, WithSession {}

    /// Somebody in the middle of a sign-in. The token has the right shape; the journey says whether it is still good.
    record ChallengeCaller(String token, Origin origin) implements Caller {}

    /// Somebody who must enrol before there is any session.
    record EnrolmentCaller(EnrolmentGrant grant, Origin origin) implements Caller {}

    /// What both kinds of session have.
    sealed interface WithSession permits SessionCaller, OwingCaller {
        Session session();

        Account account();
    }
}
