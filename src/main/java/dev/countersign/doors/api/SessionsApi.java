package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.OwingCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.MeBodies.DeviceView;
import dev.countersign.doors.api.MeBodies.SessionView;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.journeys.signin.Presence.Present;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.rules.session.Session;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Where the account is signed in, and which devices skip its second step.
@ApiDoor
class SessionsApi {
    private final Visits visits;
    private final InstantSource clock;

    SessionsApi(Visits visits, InstantSource clock) {
        this.visits = visits;
        this.clock = clock;
    }

    @GetMapping("/me/session")
    Answer current(SessionCaller caller) {
        Present present = caller.presence();
        Session session = present.session();
        return Answer.ok(Views.session(session, present.policy(), clock.instant(), session.id()));
    }

    @DeleteMapping("/me/session")
    Answer signOut(OwingCaller caller, HttpServletRequest request) {
        boolean forgetDevice = flag(request, "forgetDevice");
        visits.signOut(caller.session(), forgetDevice, caller.origin());
        return Answer.none();
    }

    private static boolean flag(HttpServletRequest request, String name) {
        String[] given = request.getParameterValues(name);
        if (given == null) {
            return false;
        }
        if (given.length == 1 && (given[0].equals("true") || given[0].equals("false"))) {
            return given[0].equals("true");
        }
        throw new Refusal(Problem.validation(name, "wrong-type", "Give true or false, once."));
    }

    @GetMapping("/me/sessions")
    Answer sessions(SessionCaller caller, Paging paging) {
        Present present = caller.presence();
        Instant now = clock.instant();
        List<SessionView> all = visits.sessions(present.session()).stream()
                .map(session -> Views.session(
                        session, present.policy(), now, present.session().id()))
                .toList();
        return Answer.ok(paging.of(all, view -> new Place(view.lastUsedAt(), view.id())));
    }

    @DeleteMapping("/me/sessions" + ApiDoor.ID)
    Answer endSession(SessionCaller caller, @PathVariable String id) {
        return visits.endSession(caller.session(), id, caller.origin())
                ? Answer.none()
                : Answer.problem(ProblemCode.NOT_FOUND);
    }

    @DeleteMapping("/me/sessions")
    Answer endOtherSessions(SessionCaller caller) {
        visits.endOtherSessions(caller.session(), caller.origin());
        return Answer.none();
    }

    @GetMapping("/me/devices")
    Answer devices(SessionCaller caller, Paging paging) {
        Session session = caller.session();
        List<DeviceView> all = visits.devices(session).stream()
                .map(device -> Views.device(device, session.deviceId()))
                .toList();
        return Answer.ok(paging.of(all, view -> new Place(view.lastUsedAt(), view.id())));
    }

    @DeleteMapping("/me/devices" + ApiDoor.ID)
    Answer forgetDevice(SessionCaller caller, @PathVariable String id) {
        return visits.forgetDevice(caller.session(), id, caller.origin())
                ? Answer.none()
                : Answer.problem(ProblemCode.NOT_FOUND);
    }

    @DeleteMapping("/me/devices")
    Answer forgetDevices(SessionCaller caller) {
        visits.forgetDevices(caller.session(), caller.origin());
        return Answer.none();
    }
}
