package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.audit.VerifyEvent;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.verifyapp.VerifyApp;
import dev.countersign.people.verifyapp.VerifyApps;
import dev.countersign.rules.session.Session;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The verify-only applications of an organisation: its admins see them; its owners register them, give and end
/// their keys, and remove them, with a session and never with a key: whoever holds a key of an application resets its
/// people.
public final class OrganisationVerifyApps {
    /// The applications of one organisation, at most.
    public static final int MOST = 100;

    private static final int LONGEST_NAME = 80;
    private static final String PAGE = "/organisation/verify-apps/";

    private final SignInRooms rooms;
    private final VerifyApps apps;
    private final Admins admins;
    private final OwnerMails mails;

    /// @param baseUrl what links begin with
    public OrganisationVerifyApps(SignInRooms rooms, StepUps stepUps, VerifyApps apps, URI baseUrl) {
        this.rooms = rooms;
        this.apps = apps;
        this.mails = new OwnerMails(rooms, baseUrl);
        this.admins = new Admins(rooms, stepUps);
    }

    /// Applications, and whether the caller may change them.
    public record Listed(List<VerifyApp> apps, boolean changeable) {}

    /// The organisation's applications.
    public MemberOutcome<Listed> list(Session by, String organisationId) {
        return admins.look(
                by,
                organisationId,
                actor -> new MemberOutcome.Done<>(new Listed(apps.of(organisationId), actor.role() == Role.OWNER)));
    }

    /// One of its applications, and whether the caller may change it.
    public record Seen(VerifyApp app, boolean changeable) {}

    /// One of its applications.
    public MemberOutcome<Seen> look(Session by, String organisationId, String appId) {
        return admins.look(
                by,
                organisationId,
                actor -> of(organisationId, appId)
                        .<MemberOutcome<Seen>>map(
                                app -> new MemberOutcome.Done<>(new Seen(app, actor.role() == Role.OWNER)))
                        .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }

    /// Whether the caller may register one now: an owner with fresh proof.
    public MemberOutcome<Nothing> mayRegister(Session by, String organisationId) {
        return asOwner(by, organisationId, _ -> MemberOutcome.done());
    }

    /// Registers an application; its key is known only now.
    public MemberOutcome<VerifyApps.Keyed> register(Session by, String organisationId, String typed, Origin origin) {
        Instant now = rooms.clock().instant();
        String name = typed.strip();
        return asOwner(by, organisationId, actor -> {
            if (!named(name)) {
                return MemberOutcome.refused(WhyNot.NOT_A_KEY_NAME);
            }
            if (apps.count(organisationId) >= MOST) {
                return MemberOutcome.refused(WhyNot.TOO_MANY_APPS);
            }
            VerifyApps.Keyed keyed = apps.register(organisationId, name, now);
            String id = keyed.app().id();
            record(new VerifyEvent.VerifyAppRegistered(by.accountId(), organisationId, id, name), origin, now);
            tell(actor, keyed.app(), now);
            return new MemberOutcome.Done<>(keyed);
        });
    }

    private void tell(Membership actor, VerifyApp app, Instant now) {
        mails.keyMade(actor, MessageKind.VERIFY_KEY_MADE, app.name(), PAGE + app.id(), now);
    }

    private static boolean named(String name) {
        return !name.isEmpty()
                && name.codePointCount(0, name.length()) <= LONGEST_NAME
                && name.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    /// Gives it another key. The one before works on for a day, or not at all.
    public MemberOutcome<VerifyApps.Keyed> rotate(
            Session by, String organisationId, String appId, boolean atOnce, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, appId, (actor, app) -> {
            Token key = apps.rotate(app, atOnce, now).orElseThrow();
            record(
                    new VerifyEvent.VerifyAppKeyReplaced(by.accountId(), organisationId, appId, app.name(), atOnce),
                    origin,
                    now);
            tell(actor, app, now);
            return new MemberOutcome.Done<>(
                    new VerifyApps.Keyed(apps.byId(appId).orElseThrow(), key));
        });
    }

    /// Ends its keys at once. What it has enrolled waits for another key.
    public MemberOutcome<Nothing> revoke(Session by, String organisationId, String appId, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, appId, (_, app) -> {
            if (apps.revoke(app)) {
                record(
                        new VerifyEvent.VerifyAppKeyRevoked(by.accountId(), organisationId, appId, app.name()),
                        origin,
                        now);
            }
            return MemberOutcome.done();
        });
    }

    /// Removes it, with everybody that it has enrolled.
    public MemberOutcome<Nothing> remove(Session by, String organisationId, String appId, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, appId, (_, app) -> {
            apps.remove(app);
            record(new VerifyEvent.VerifyAppRemoved(by.accountId(), organisationId, appId, app.name()), origin, now);
            return MemberOutcome.done();
        });
    }

    private <T> MemberOutcome<T> change(
            Session by, String organisationId, String appId, BiFunction<Membership, VerifyApp, MemberOutcome<T>> work) {
        return asOwner(
                by,
                organisationId,
                actor -> of(organisationId, appId)
                        .map(app -> work.apply(actor, app))
                        .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }

    private Optional<VerifyApp> of(String organisationId, String appId) {
        return apps.byId(appId).filter(app -> app.organisationId().equals(organisationId));
    }

    private <T> MemberOutcome<T> asOwner(
            Session by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        return admins.change(
                by,
                organisationId,
                actor -> actor.role() == Role.OWNER ? work.apply(actor) : MemberOutcome.refused(WhyNot.OWNERS_ONLY));
    }

    private void record(AuditEvent event, Origin origin, Instant now) {
        rooms.audit().record(event, origin, now);
    }
}
