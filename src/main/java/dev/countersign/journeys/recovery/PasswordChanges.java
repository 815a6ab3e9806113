package dev.countersign.journeys.recovery;

import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.rules.session.Session;
import java.util.Optional;

/// New passwords, with all that they end.
public final class PasswordChanges {

    /// By the person, in Settings: other sessions end, devices are forgotten, this session goes on.
    public NewPasswordOutcome change(Session session, String current, String password, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// A password link's token for an account, good for 20 minutes and once.
    public Token newLink(String accountId) {
        throw new UnsupportedOperationException();
    }

    /// The address behind a password link that still works, or empty.
    public Optional<String> linkGood(String token) {
        throw new UnsupportedOperationException();
    }

    /// Behind a password link: sets the password, ends everything, signs nobody in.
    public NewPasswordOutcome byLink(String token, String password, Origin origin) {
        throw new UnsupportedOperationException();
    }
}
