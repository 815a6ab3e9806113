package dev.countersign.journeys.signin;

import dev.countersign.ground.audit.Origin;
import dev.countersign.rules.session.Session;

/// Step-up: fresh evidence on a session before something sensitive.
public final class StepUps {

    /// Whether the session may do something sensitive now: a second factor within 10 minutes or, on an account without one, the password.
    public boolean fresh(Session session) {
        throw new UnsupportedOperationException();
    }

    /// Opens a challenge for the session.
    public StepUpOutcome open(Session session, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// The password again, on an account that has no second factor.
    public PasswordAgainOutcome passwordAgain(Session session, String password, Origin origin) {
        throw new UnsupportedOperationException();
    }
}
