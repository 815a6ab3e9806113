package dev.countersign.journeys.signin;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.journeys.signin.SessionIssuer.Entrant;
import dev.countersign.people.delivery.NoticeEvent;
import java.time.Instant;
import java.util.Map;

/// The devices that an account was signed in to on: which are new, and who is told.
final class NewDevices {
    private final SignInRooms rooms;

    NewDevices(SignInRooms rooms) {
        this.rooms = rooms;
    }

    /// A session is issued to the entrant. Without a device secret every sign-in is on a new device: whoever leaves
    /// it out would otherwise come in unnoticed.
    void signedIn(Entrant entrant, Instant now) {
        if (entrant.deviceId() == null || note(entrant, entrant.deviceId(), now)) {
            rooms.notices().tell(entrant.account().id(), NoticeEvent.NEW_DEVICE, Map.of(), entrant.origin(), now);
        }
    }

    /// The account was made on the entrant's device, which is none to be told of.
    void signedUp(Entrant entrant, Instant now) {
        if (entrant.deviceId() != null) {
            note(entrant, entrant.deviceId(), now);
        }
    }

    private boolean note(Entrant entrant, String deviceId, Instant now) {
        String accountId = entrant.account().id();
        boolean isNew = !rooms.devices().seen(accountId, deviceId, entrant.origin(), now);
        if (isNew) {
            rooms.audit().record(new AuditEvent.NewDeviceSignedIn(accountId, deviceId), entrant.origin(), now);
        }
        return isNew;
    }
}
