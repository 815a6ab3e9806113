package dev.countersign.journeys.signin;

import dev.countersign.ground.audit.Origin;
import dev.countersign.rules.device.RememberedDevice;
import dev.countersign.rules.session.Session;
import java.util.List;

/// What a signed-in person sees and ends: this session, the others, the remembered devices.
public final class Visits {

    /// Who is behind that session token, on this request.
    public Presence present(String token) {
        throw new UnsupportedOperationException();
    }

    /// Ends this session, and forgets its device when asked to or when policy says so.
    public void signOut(Session session, boolean forgetDevice, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// All open sessions of the account, the newest use first.
    public List<Session> sessions(Session session) {
        throw new UnsupportedOperationException();
    }

    /// Ends one of the account's sessions; false when it has none of that id.
    public boolean endSession(Session session, String id, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// Ends all of the account's sessions but this one, and says how many.
    public int endOtherSessions(Session session, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// The account's remembered devices, the newest use first.
    public List<RememberedDevice> devices(Session session) {
        throw new UnsupportedOperationException();
    }

    /// Forgets one; false when none of that id is remembered.
    public boolean forgetDevice(Session session, String deviceId, Origin origin) {
        throw new UnsupportedOperationException();
    }

    /// Forgets all, and says how many.
    public int forgetDevices(Session session, Origin origin) {
        throw new UnsupportedOperationException();
    }
}
