package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.ClientBodies.UsedAppView;
import dev.countersign.journeys.authorization.AppRooms;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// The apps that the caller has signed in to.
@ApiDoor
class UsedAppsApi {
    private final ObjectProvider<AppRooms> apps;

    UsedAppsApi(ObjectProvider<AppRooms> apps) {
        this.apps = apps;
    }

    @GetMapping("/me/apps")
    Answer list(SessionCaller caller) {
        List<UsedAppView> used = apps.getObject().usedApps().of(caller.session().accountId()).stream()
                .map(app -> new UsedAppView(
                        app.client().id(),
                        app.client().terms().name(),
                        app.agreed().stream().sorted().toList(),
                        app.usedAt()))
                .toList();
        return Answer.ok(new ItemList<>(used, null));
    }

    @DeleteMapping("/me/apps" + ApiDoor.ID)
    Answer revoke(SessionCaller caller, @PathVariable String id) {
        return apps.getObject().usedApps().revoke(caller.session(), id, caller.origin())
                ? Answer.none()
                : Answer.problem(ProblemCode.NOT_FOUND);
    }
}
