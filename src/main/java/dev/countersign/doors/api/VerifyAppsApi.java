package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.doors.api.VerifyAppBodies.VerifyAppRequest;
import dev.countersign.doors.api.VerifyAppBodies.VerifyAppView;
import dev.countersign.doors.api.VerifyAppBodies.VerifyKeyRequest;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.organisation.OrganisationVerifyApps;
import dev.countersign.people.verifyapp.VerifyApp;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// The verify-only applications of an organisation: for people with a session, never for a key.
@ApiDoor
class VerifyAppsApi {
    private static final String APPS = "/organisations" + ApiDoor.ID + "/verify-apps";
    private static final String APP = APPS + "/{appId:[0-9a-f-]{36}}";
    private static final int LONGEST_NAME = 80;

    private final OrganisationVerifyApps apps;
    private final OrganisationAnswers answers;

    VerifyAppsApi(OrganisationVerifyApps apps, OrganisationAnswers answers) {
        this.apps = apps;
        this.answers = answers;
    }

    @GetMapping(APPS)
    Answer list(SessionCaller caller, @PathVariable String id, Paging paging) {
        Place after = paging.after();
        return answers.answer(
                apps.list(caller.session(), id),
                listed -> Answer.ok(paging.part(
                        listed.apps().stream()
                                .filter(app -> after == null || app.id().compareTo(after.id()) > 0)
                                .limit(paging.limit() + 1L)
                                .map(app -> view(app, null))
                                .toList(),
                        app -> new Place(app.createdAt(), app.id()))));
    }

    @PostMapping(APPS)
    Answer register(SessionCaller caller, @PathVariable String id, @Body VerifyAppRequest body) {
        Fields fields = new Fields();
        String name = fields.name("name", fields.text("name", body.name()), LONGEST_NAME);
        fields.done();
        return answers.answer(
                apps.register(caller.session(), id, String.valueOf(name), caller.origin()),
                done -> Answer.created(view(done.app(), done.key())).andSecret());
    }

    @PostMapping(APP + "/key")
    Answer rotate(
            SessionCaller caller,
            @PathVariable String id,
            @PathVariable String appId,
            @Body(optional = true) VerifyKeyRequest body) {
        boolean atOnce = Boolean.TRUE.equals(body.atOnce());
        return answers.answer(
                apps.rotate(caller.session(), id, appId, atOnce, caller.origin()),
                done -> Answer.ok(view(done.app(), done.key())).andSecret());
    }

    @DeleteMapping(APP + "/key")
    Answer revoke(SessionCaller caller, @PathVariable String id, @PathVariable String appId) {
        return answers.none(apps.revoke(caller.session(), id, appId, caller.origin()));
    }

    @DeleteMapping(APP)
    Answer remove(SessionCaller caller, @PathVariable String id, @PathVariable String appId) {
        return answers.none(apps.remove(caller.session(), id, appId, caller.origin()));
    }

    private static VerifyAppView view(VerifyApp it, @Nullable Token key) {
        return new VerifyAppView(
                it.id(), it.name(), it.hint(), it.createdAt(), it.oldKeyUntil(), key == null ? null : key.text());
    }
}
