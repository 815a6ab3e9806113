package dev.countersign.doors.api;

import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.EnrolmentGrant;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.people.account.Account;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.verifyapp.VerifyApp;
import dev.countersign.rules.session.Session;
import java.util.function.Supplier;

/// Who makes a call, as the parameter of a handler: its type says which kind of token the route accepts, and there
/// is no other check.
sealed interface Caller {
    /// What tells where the call comes from, when somebody asks.
    Supplier<Origin> from();

    /// Where the call comes from.
    default Origin origin() {
        return from().get();
    }

    /// Anybody: the route looks at no token.
    record Anyone(Supplier<Origin> from) implements Caller {}

    /// A session whose account owes nothing that blocks.
    record SessionCaller(Presence.Present presence, Supplier<Origin> from) implements Caller, WithSession {
        @Override
        public Session session() {
            return presence.session();
        }

        @Override
        public Account account() {
            return presence.account();
        }
    }

    /// A session, also one that must enrol a factor before anything else. Only for routes that lead there or sign
    /// out.
    record OwingCaller(Session session, Account account, Supplier<Origin> from) implements Caller, WithSession {}

    /// Somebody in the middle of a sign-in. The token has the right shape; the journey says whether it is still
    /// good.
    record ChallengeCaller(String token, Supplier<Origin> from) implements Caller {}

    /// Somebody who must enrol before there is any session.
    record EnrolmentCaller(EnrolmentGrant grant, Supplier<Origin> from) implements Caller {}

    /// Whoever manages an organisation: an owner or admin by a session, or an API key that has the handler's scope
    /// ([Scoped]).
    ///
    /// @param locale the language of the person, or of the key's maker
    record ManagingCaller(Actor by, String credentialId, Supplier<String> locale, Supplier<Origin> from)
            implements Caller, WithCredential {
        @Override
        public String accountId() {
            return by.accountId();
        }
    }

    /// A verify-only application, by its key.
    record VerifyAppCaller(VerifyApp app, Supplier<Origin> from) implements Caller {}

    /// Somebody who answers a question that such an application asked. The token has the right shape; the journey
    /// says whether it is still good.
    record QuestionCaller(String token, Supplier<Origin> from) implements Caller {}

    /// Whose calls may carry an idempotency key.
    sealed interface WithCredential permits ManagingCaller, WithSession {
        String accountId();

        /// The id of the session or of the API key.
        String credentialId();
    }

    /// What both kinds of session have.
    sealed interface WithSession extends WithCredential permits SessionCaller, OwingCaller {
        Session session();

        Account account();

        @Override
        default String accountId() {
            return session().accountId();
        }

        @Override
        default String credentialId() {
            return session().id();
        }
    }
}
