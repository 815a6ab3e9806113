package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.Origin;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.apikey.ApiKeys;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/// A key opens what it was made for, while whoever made it is an owner, and nothing else.
class OrganisationKeysTest {
    private static final Set<KeyScope> ALL = EnumSet.allOf(KeyScope.class);

    private static OrganisationKeys keys(Journeys journeys) {
        return new OrganisationKeys(journeys.rooms, journeys.stepUps, journeys.installation.baseUrl());
    }

    private static OrganisationKeys.Wanted wanted(Journeys journeys, Set<KeyScope> scopes) {
        return new OrganisationKeys.Wanted(
                "nightly-sync", scopes, journeys.clock.instant().plus(Duration.ofDays(30)));
    }

    private static String make(House house, Journeys.Person by, Set<KeyScope> scopes) {
        Journeys journeys = house.journeys;
        return done(keys(journeys).make(house.of(by), house.id, wanted(journeys, scopes), HOME))
                .text();
    }

    private static KeyOutcome present(House house, String key) {
        return keys(house.journeys).present(key, KeyScope.MEMBERS_READ, HOME);
    }

    private static ApiKey known(House house, String key) {
        return Journeys.as(KeyOutcome.Known.class, present(house, key)).key();
    }

    private static void dead(House house, String key) {
        assertThat(present(house, key)).isEqualTo(new KeyOutcome.Dead());
    }

    private static List<AuditEntry> log(House house) {
        return house.journeys.rooms.audit().ofOrganisation(house.id, AuditFilter.ALL, null, 1_000);
    }

    private static AuditEntry the(String type, House house) {
        return log(house).stream()
                .filter(entry -> entry.type().equals(type))
                .reduce((one, other) -> {
                    throw new AssertionError("more than one " + type);
                })
                .orElseThrow();
    }

    @EachDatabase
    void keyWhenMadeByAnOwnerThenOpensItsScopesAndEveryOwnerIsTold(Databases databases) {
        Journeys before = Journeys.on(databases);
        House made = House.of(before, before.enrolled());
        Journeys.Person other = made.member(Role.OWNER);
        made.member(Role.ADMIN);
        Journeys journeys = before.mailing(policy -> policy);
        House house = made.on(journeys);
        String text = make(house, house.owner, EnumSet.of(KeyScope.MEMBERS_READ));

        assertThat(known(house, text).scopes()).containsExactly(KeyScope.MEMBERS_READ);
        assertThat(keys(journeys).present(text, KeyScope.MEMBERS_WRITE, HOME)).isEqualTo(new KeyOutcome.OutOfScope());
        assertThat(journeys.sent().stream()
                        .filter(message -> message.kind() == MessageKind.API_KEY_MADE)
                        .map(message -> message.to()))
                .containsExactlyInAnyOrder(house.owner.account.email(), other.account.email());
        AuditEntry entry = the("api-key-made", house);
        assertThat(entry.data()).containsEntry("name", "nightly-sync").containsEntry("scopes", List.of("members:read"));
        assertThat(entry.data().toString()).doesNotContain(text);
        // Of another key, only its last characters differ.
        dead(house, text.substring(0, text.length() - 7) + "0000000");
    }

    @EachDatabase
    void keyWhenAskedForByOthersOrStaleOrNamelessOrEndlessThenNone(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        Journeys.Person admin = house.member(Role.ADMIN);
        OrganisationKeys keys = keys(journeys);
        refused(keys.make(house.of(admin), house.id, wanted(journeys, ALL), HOME), WhyNot.OWNERS_ONLY);
        refused(
                keys.make(house.of(house.member(Role.MEMBER)), house.id, wanted(journeys, ALL), HOME),
                WhyNot.NOT_ALLOWED);
        refused(keys.make(house.of(journeys.person()), house.id, wanted(journeys, ALL), HOME), WhyNot.NOT_THERE);
        refused(keys.make(house.of(house.owner), house.id, wanted(journeys, Set.of()), HOME), WhyNot.KEY_WITHOUT_SCOPE);
        Instant now = journeys.clock.instant();
        for (Instant wrong : List.of(now, now.minusSeconds(1), now.plus(Duration.ofDays(367)))) {
            refused(
                    keys.make(house.of(house.owner), house.id, new OrganisationKeys.Wanted("k", ALL, wrong), HOME),
                    WhyNot.KEY_TIME);
        }
        for (String name : List.of("", "  ", "x".repeat(81), "a\nb")) {
            refused(
                    keys.make(
                            house.of(house.owner),
                            house.id,
                            new OrganisationKeys.Wanted(name, ALL, now.plusSeconds(60)),
                            HOME),
                    WhyNot.NOT_A_KEY_NAME);
        }
        Session stale = house.of(house.owner);
        journeys.clock.advance(Duration.ofMinutes(11));
        refused(keys.make(stale, house.id, wanted(journeys, ALL), HOME), WhyNot.STEP_UP);
    }

    @EachDatabase
    void keyWhenItsMakerLosesTheRoleThenIsDeadAndStaysDead(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        for (String how : List.of("demoted", "removed", "suspended")) {
            Journeys.Person maker = house.member(Role.OWNER);
            String key = make(house, maker, ALL);
            String id = known(house, key).id();
            journeys.clock.advance(Duration.ofSeconds(1));
            String account = maker.account.id();
            Suspensions suspensions = new Suspensions(
                    journeys.rooms, journeys.stepUps, journeys.invitations, journeys.installation.baseUrl());
            switch (how) {
                case "demoted" ->
                    done(journeys.memberships.changeRole(house.of(house.owner), house.id, account, Role.ADMIN, HOME));
                case "removed" -> done(journeys.memberships.remove(house.of(house.owner), house.id, account, HOME));
                default -> done(suspensions.suspend(house.of(house.owner), house.id, account, "left", HOME));
            }
            dead(house, key);
            // And again as it was, before any job has looked.
            switch (how) {
                case "demoted" ->
                    done(journeys.memberships.changeRole(house.of(house.owner), house.id, account, Role.OWNER, HOME));
                case "removed" ->
                    journeys.rooms.organisations().join(account, house.id, Role.OWNER, true, journeys.clock.instant());
                default -> done(suspensions.reactivate(house.of(house.owner), house.id, account, HOME));
            }
            dead(house, key);
            keys(journeys).sweep();
            keys(journeys).sweep();
            assertThat(log(house).stream()
                            .filter(entry -> id.equals(entry.data().get("keyId"))
                                    && entry.type().equals("api-key-ended")))
                    .as(how)
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.data()).containsEntry("reason", "maker"));
        }
    }

    @EachDatabase
    void keyWhenItsTimeIsOverOrItIsRevokedThenIsDeadAndOnRecordOnce(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        String revoked = make(house, house.owner, ALL);
        String expired = make(house, house.owner, ALL);
        String id = known(house, revoked).id();
        done(keys(journeys).revoke(house.of(house.owner), house.id, id, HOME));
        dead(house, revoked);
        refused(keys(journeys).revoke(house.of(house.owner), house.id, id, HOME), WhyNot.NOT_THERE);
        known(house, expired);

        journeys.clock.advance(Duration.ofDays(30));
        dead(house, expired);
        AtOnce.run(4, _ -> {
            keys(journeys).sweep();
            return true;
        });
        assertThat(log(house).stream().map(AuditEntry::type).filter(type -> type.startsWith("api-key-")))
                .containsExactlyInAnyOrder("api-key-made", "api-key-made", "api-key-revoked", "api-key-ended");
        assertThat(done(keys(journeys).list(house.of(house.owner), house.id)).keys())
                .extracting(OrganisationKeys.Listed::over)
                .containsExactlyInAnyOrder(ApiKey.Why.REVOKED, ApiKey.Why.EXPIRED);
    }

    @EachDatabase
    void keyOfAnotherOrganisationWhenUsedThenNothingIsThere(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        House elsewhere = House.in(journeys);
        ApiKey key = known(elsewhere, make(elsewhere, elsewhere.owner, ALL));
        Journeys.Person member = house.member(Role.MEMBER);
        refused(journeys.memberActions.signOut(key, house.id, member.account.id(), HOME), WhyNot.NOT_THERE);
        refused(
                keys(journeys)
                        .revoke(
                                elsewhere.of(elsewhere.owner),
                                elsewhere.id,
                                known(house, make(house, house.owner, ALL)).id(),
                                HOME),
                WhyNot.NOT_THERE);
    }

    @EachDatabase
    void keyWhenItActsThenAsAnAdminAndOnRecordWithItsMaker(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        Journeys.Person member = house.member(Role.MEMBER);
        Journeys.Person owner = house.member(Role.OWNER);
        ApiKey key = known(house, make(house, house.owner, ALL));
        Origin origin = HOME.by(new Origin.Key(key.id(), key.name()));

        done(journeys.memberActions.signOut(key, house.id, member.account.id(), origin));
        AuditEntry entry = the("member-signed-out", house);
        assertThat(entry.actorId()).isEqualTo(house.owner.account.id());
        assertThat(entry.key()).contains(new Origin.Key(key.id(), "nightly-sync"));
        // It is no owner, and does not throw out its maker.
        refused(journeys.memberships.remove(key, house.id, owner.account.id(), origin), WhyNot.OWNERS_ONLY);
        refused(journeys.memberships.remove(key, house.id, house.owner.account.id(), origin), WhyNot.YOURSELF);
        // It gives no role, by no way.
        for (Role role : List.of(Role.ADMIN, Role.OWNER)) {
            refused(
                    journeys.invitings.invite(key, house.id, role.word() + "@example.com", role, origin),
                    WhyNot.KEYS_GIVE_NO_ROLE);
        }
        String open = done(journeys.invitings.invite(
                        house.of(house.owner), house.id, "deputy@example.com", Role.ADMIN, HOME))
                .invitation()
                .id();
        refused(journeys.invitings.sendAgain(key, house.id, open, origin), WhyNot.KEYS_GIVE_NO_ROLE);
        refused(
                journeys.invitings.invite(key, house.id, "deputy@example.com", Role.MEMBER, origin),
                WhyNot.KEYS_GIVE_NO_ROLE);
        assertThat(done(journeys.invitings.invite(key, house.id, "new@example.com", Role.MEMBER, origin))
                        .invitation()
                        .into()
                        .role())
                .isEqualTo(Role.MEMBER);
    }

    /// A demotion takes back what its person invited to. An invitation by their key that came after it would stay.
    @EachDatabase
    void keyWhenItsMakerIsDemotedAtTheSameMomentThenNothingHappensAfterwards(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        Journeys.Person maker = house.member(Role.OWNER);
        ApiKey key = known(house, make(house, maker, ALL));
        Session session = house.of(house.owner);
        List<Callable<MemberOutcome<?>>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String email = "guest" + i + "@example.com";
            calls.add(() -> journeys.invitings.invite(key, house.id, email, Role.MEMBER, HOME));
        }
        calls.add(3, () -> journeys.memberships.changeRole(session, house.id, maker.account.id(), Role.MEMBER, HOME));
        AtOnce.run(calls);

        assertThat(journeys.invitations.count(house.id, "%%", journeys.clock.instant()))
                .isZero();
        refused(journeys.invitings.invite(key, house.id, "late@example.com", Role.MEMBER, HOME), WhyNot.NOT_THERE);
    }

    @EachDatabase
    void keyWhenItsMakerSaysThatItWasNotThemThenIsDead(Databases databases) {
        Journeys before = Journeys.on(databases);
        House made = House.of(before, before.enrolled());
        Journeys journeys = before.mailing(policy -> policy);
        House house = made.on(journeys);
        house.owner.signIn();
        String text = make(house, house.owner, ALL);
        String link = journeys.sent().stream()
                .filter(message -> message.kind() == MessageKind.NOTICE)
                .map(message -> message.fields().get("link"))
                .reduce((_, last) -> last)
                .orElseThrow();
        assertThat(journeys.notMe.act(link.substring(link.lastIndexOf('/') + 1), HOME))
                .isPresent();
        dead(house, text);
        assertThat(the("api-key-ended", house).data()).containsEntry("reason", "not-me");
    }

    @EachDatabase
    void keyWhenUsedOftenThenItsLastUseIsWrittenOnceAMinute(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        String text = make(house, house.owner, ALL);
        ApiKeys room = new ApiKeys(journeys.rooms.db(), journeys.rooms.tokens());
        Instant first = journeys.clock.instant();
        String id = known(house, text).id();
        journeys.clock.advance(Duration.ofSeconds(59));
        known(house, text);
        assertThat(room.byId(id).orElseThrow().lastUse()).isEqualTo(new ApiKey.LastUse(first, HOME.network()));
        Origin away = new Origin("192.0.2.9", "curl");
        keys(journeys).present(text, KeyScope.APPS_READ, away);
        assertThat(room.byId(id).orElseThrow().lastUse())
                .isEqualTo(new ApiKey.LastUse(journeys.clock.instant(), "192.0.2.9"));
    }

    @EachDatabase
    void keyWhenUsedTooOftenThenWaitsAndOthersDoNot(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        String text = make(house, house.owner, ALL);
        String other = make(house, house.owner, ALL);
        OrganisationKeys keys = keys(journeys);
        for (int i = 0; i < OrganisationKeys.BUDGET; i++) {
            assertThat(keys.present(text, KeyScope.MEMBERS_READ, HOME)).isInstanceOf(KeyOutcome.Known.class);
        }
        assertThat(keys.present(text, KeyScope.MEMBERS_READ, HOME)).isInstanceOf(KeyOutcome.Delayed.class);
        assertThat(keys.present(other, KeyScope.MEMBERS_READ, HOME)).isInstanceOf(KeyOutcome.Known.class);
    }
}
