package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Organisations over the API: from the founding to the code that is handed over.
class OrganisationCallsTest {

    @EachDatabase
    void newcomerWhenInvitedWhereNoMailIsSentThenTheLinkIsShownOnceAndSignsThemUp(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        String owner = Person.withApp(server).session();
        String id = found(api, owner);

        Reply invited = api.post(
                "/organisations/" + id + "/invitations", owner, Map.of("email", "new." + database + "@example.com"));
        assertThat(invited.status()).isEqualTo(201);
        String link = invited.string("/link");
        assertThat(link).startsWith("http://localhost/invitation/cs_invitation_");
        Reply listed = api.get("/organisations/" + id + "/invitations", owner);
        assertThat(listed.string("/items/0/email")).isEqualTo("new." + database + "@example.com");
        assertThat(listed.text()).doesNotContain("cs_invitation_");
        Reply asMember = api.get("/organisations/" + id + "/members?status=invited&q=NEW", owner);
        assertThat(asMember.string("/items/0/status")).isEqualTo("invited");

        server.clock().advance(Duration.ofHours(2));
        Reply made = api.post(
                "/accounts",
                null,
                Map.of(
                        "email",
                        "new." + database + "@example.com",
                        "password",
                        Person.PASSWORD,
                        "name",
                        "New Person",
                        "invitation",
                        link.substring(link.lastIndexOf('/') + 1)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        Reply members = api.get("/organisations/" + id + "/members?q=new", owner);
        assertThat(members.string("/items/0/account/id")).isEqualTo(made.string("/account/id"));
        assertThat(members.string("/items/0/status")).isEqualTo("not-set-up");
        assertThat(members.body().at("/items/0/managedHere").asBoolean()).isTrue();
    }

    @EachDatabase
    void accountWhenInvitedThenAcceptsOnceAndOnlyItself(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        // Signing up moves the clock now and then, and an owner's proof has to be fresh.
        Person invited = Person.on(server);
        Person thief = Person.on(server);
        String owner = Person.withApp(server).session();
        String id = found(api, owner);
        String link = api.post(
                        "/organisations/" + id + "/invitations",
                        owner,
                        Map.of("email", invited.email(), "role", "admin"))
                .string("/link");
        String path = "/invitations/" + link.substring(link.lastIndexOf('/') + 1) + "/accept";

        String look = path.replace("/accept", "");
        assertThat(api.get(look, thief.session()).body().get("forYou").asBoolean())
                .isFalse();
        Reply seen = api.get(look, invited.session());
        assertThat(seen.string("/organisation")).isEqualTo("Linden & Hart");
        assertThat(seen.body().get("forYou").asBoolean()).isTrue();
        assertThat(api.get("/invitations/cs_invitation_x", invited.session()).code())
                .isEqualTo("link-expired");
        assertThat(api.post(path, thief.session(), Map.of()).code()).isEqualTo("other-address");
        assertThat(api.post(path, null, Map.of()).status()).isEqualTo(401);
        String session = invited.session();
        assertThat(api.post(path, session, Map.of()).status()).isEqualTo(204);
        assertThat(api.post(path, session, Map.of()).code()).isEqualTo("link-expired");
        assertThat(api.get("/me", session).string("/organisations/0/role")).isEqualTo("admin");
        assertThat(api.get("/organisations/" + id, session).string("/name")).isEqualTo("Linden & Hart");
        Reply owners = api.post(
                "/organisations/" + id + "/invitations", session, Map.of("email", "x@example.com", "role", "owner"));
        assertThat(owners.code()).isEqualTo("forbidden");
        assertThat(api.put("/me/managing-organisation", session, Map.of("organisationId", id))
                        .status())
                .isEqualTo(204);
        assertThat(api.get("/me", session)
                        .body()
                        .at("/organisations/0/managing")
                        .asBoolean())
                .isTrue();
        assertThat(api.delete("/me/organisations/" + id, session).status()).isEqualTo(204);
        assertThat(api.get("/organisations/" + id, session).status()).isEqualTo(404);
    }

    @EachDatabase
    void membersWhenAskedForInAnOrderThenEachComesOncePageByPage(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person second = Person.on(server);
        Person third = Person.withApp(server);
        String owner = Person.withApp(server).session();
        String id = found(api, owner);
        join(server, second, id, Role.MEMBER);
        join(server, third, id, Role.MEMBER);
        String members = "/organisations/" + id + "/members?limit=1&sort=";
        for (String order : List.of("address", "name", "status", "last-sign-in")) {
            List<String> seen = new ArrayList<>();
            String next = members + order;
            while (!next.isEmpty()) {
                Reply page = api.get(next, owner);
                assertThat(page.status()).as(page.text()).isEqualTo(200);
                seen.add(page.string("/items/0/account/email"));
                String after = page.body().path("next").asString("");
                next = after.isEmpty() ? "" : members + order + "&cursor=" + after;
            }
            assertThat(seen).as(order).hasSize(3).doesNotHaveDuplicates();
        }
        assertThat(api.get(members + "age", owner).code()).isEqualTo("validation");
        assertThat(api.get("/organisations/" + id + "/members?status=must-replace", owner)
                        .body()
                        .at("/items")
                        .size())
                .isZero();
    }

    @EachDatabase
    void memberWhenResetThenTheHandOverCodeIsAnsweredOnceAndOwnersAreSafe(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person boss = Person.withApp(server);
        String owner = boss.session();
        String id = found(api, owner);
        Person member = Person.withApp(server);
        Person helper = Person.withApp(server);
        join(server, member, id, Role.MEMBER);
        join(server, helper, id, Role.ADMIN);
        String members = "/organisations/" + id + "/members/";
        String admin = helper.session();

        assertThat(reset(api, admin, members + id(server, boss)).code()).isEqualTo("may-not-reset-owner");
        assertThat(reset(api, admin, members + id(server, helper)).code()).isEqualTo("may-not-reset-yourself");
        assertThat(api.call("DELETE", members + id(server, member) + "/two-step", admin, "{\"reason\":\" \"}", Map.of())
                        .code())
                .isEqualTo("validation");
        Reply done = reset(api, admin, members + id(server, member));
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.string("/handOverCode")).isNotBlank();
        Reply next = member.signIn();
        assertThat(next.string("/challenge/factor")).isEqualTo("hand-over");

        server.clock().advance(Duration.ofMinutes(11));
        assertThat(reset(api, admin, members + id(server, member)).code()).isEqualTo("step-up-required");
        assertThat(api.get(members + id(server, member), admin).status()).isEqualTo(200);
    }

    @EachDatabase
    void listWhenPagedThenEachMemberComesOnceAndStrangeQuestionsAreRefused(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        String owner = Person.withApp(server).session();
        String id = found(api, owner);
        for (int i = 0; i < 4; i++) {
            join(server, Person.on(server), id, Role.MEMBER);
        }
        Reply first = api.get("/organisations/" + id + "/members?limit=3", owner);
        Reply second = api.get("/organisations/" + id + "/members?limit=3&cursor=" + first.string("/next"), owner);
        assertThat(first.body().get("items").size()).isEqualTo(3);
        assertThat(second.body().get("items").size()).isEqualTo(2);
        assertThat(second.body().get("next").isNull()).isTrue();
        assertThat(second.text()).doesNotContain(first.string("/items/2/account/id"));
        assertThat(api.get("/organisations/" + id + "/members?status=on", owner)
                        .body()
                        .get("items")
                        .size())
                .isEqualTo(1);
        assertThat(api.get("/organisations/" + id + "/members?status=off", owner)
                        .status())
                .isEqualTo(422);
        assertThat(api.get("/organisations/" + id + "/members?q=" + "x".repeat(201), owner)
                        .status())
                .isEqualTo(422);
        Reply last = api.delete("/me/organisations/" + id, owner);
        assertThat(last.code()).isEqualTo("last-owner");
    }

    @EachDatabase
    void policyWhenSetThenHoldsForOpenSessionsAtTheirNextCall(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        String owner = Person.withApp(server).session();
        String id = found(api, owner);
        String path = "/organisations/" + id + "/policy";
        Person bare = Person.on(server);
        String session = bare.session();
        server.bean(Organisations.class)
                .join(id(server, bare), id, Role.MEMBER, true, server.clock().instant());
        Reply read = api.get(path, owner);
        assertThat(read.string("/enrolment")).isEqualTo("recommended");
        String strict = read.text().replace("\"recommended\"", "\"required\"");

        Reply preview = api.call("POST", path + "/preview", owner, "{\"policy\":" + strict + "}", Map.of());
        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.body().at("/members").asInt()).isEqualTo(2);
        assertThat(preview.body().at("/notEnrolled").asInt()).isEqualTo(1);
        assertThat(preview.body().at("/disallowedFactors").isObject()).isTrue();
        assertThat(preview.body().at("/approvers").asInt(-1))
                .as("nobody else administers it")
                .isZero();
        assertThat(api.get("/me", session).status()).isEqualTo(200);
        Reply set = api.call("PUT", path, owner, strict, Map.of());
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.string("/enrolment")).isEqualTo("required");
        assertThat(api.get("/me", session).code()).isEqualTo("enrolment-required");

        Reply wrong = api.call(
                "PUT",
                path,
                owner,
                strict.replace("\"graceDays\":0", "\"graceDays\":91").replace("\"resetBy\":\"admin\",", ""),
                Map.of());
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text())
                .contains("\"field\":\"graceDays\"", "\"range\"", "\"field\":\"resetBy\"", "\"missing\"");
    }

    private static String found(ApiClient api, String session) {
        Reply made = api.post("/organisations", session, Map.of("name", "Linden & Hart"));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.string("/id");
    }

    private static Reply reset(ApiClient api, String token, String member) {
        return api.call("DELETE", member + "/two-step", token, "{\"reason\":\"called back\"}", Map.of());
    }

    private static void join(ApiServer server, Person person, String organisation, Role role) {
        server.bean(Organisations.class)
                .join(
                        id(server, person),
                        organisation,
                        role,
                        true,
                        server.clock().instant());
    }

    private static String id(ApiServer server, Person person) {
        return server.bean(Accounts.class)
                .byEmail(new EmailAddress(person.email()))
                .orElseThrow()
                .id();
    }
}
