package dev.countersign.journeys.enrolment;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.EnrolmentGrant;
import dev.countersign.rules.session.Session;
import java.util.List;
import java.util.Optional;

/// Enrolling factors: pending for 15 minutes, active only by a right code for that very secret.
public final class Enrolments {

    /// What the account may enrol now, the preferred type first; empty when policy leaves nothing or all is there.
    public List<FactorType> offered(Enroller enroller) {
        throw new UnsupportedOperationException();
    }

    /// Begins to connect an authenticator app; one that is pending here already ends.
    public BeginOutcome beginTotp(Enroller enroller, String app, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// What is pending here, if anything: a reload shows the same secret.
    public Optional<PendingTotp> pendingTotp(Enroller enroller) {
        throw new UnsupportedOperationException();
    }

    /// Another name for the app that is pending; the secret stays.
    public void chooseApp(Enroller enroller, String app) {
        throw new UnsupportedOperationException();
    }

    /// Confirms it. `remember` as the person ticked it.
    public ConfirmOutcome confirm(Enroller enroller, String id, String code, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// "Not now", while policy lets that be.
    public SkipOutcome skip(EnrolmentGrant grant, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// Puts the recommendation away for 7 days.
    public void hideBanner(Session session) {
        throw new UnsupportedOperationException();
    }

    /// Removes a factor.
    public RemoveOutcome remove(Session session, String factorId, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// Gives a factor another name; false when the account has none of that id, or the name is empty or over 40 characters.
    public boolean rename(Session session, String factorId, String label) {
        throw new UnsupportedOperationException();
    }
}
