package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.journeys.organisation.WaitingResets;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy.ResetBy;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.rules.policy.Preset;
import dev.countersign.testing.Databases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Resets that wait, over the API.
class ResetCallsTest {
    private final ApiServer server = ApiServer.on(Databases.SQLITE);
    private final ApiClient api = server.client();

    private Reply remove(String path, String session) {
        return api.call("DELETE", path, session, "{\"reason\":\"called back\"}", Map.of());
    }

    private String id(Person person) {
        return server.bean(Accounts.class)
                .byEmail(new EmailAddress(person.email()))
                .orElseThrow()
                .id();
    }

    private String organisation(String session) {
        String id = api.post("/organisations", session, Map.of("name", "Linden & Hart"))
                .string("/id");
        server.bean(SignInRooms.class)
                .policies()
                .set(
                        id,
                        new PolicyBuilder(Preset.DEFAULT.policy())
                                .resetBy(ResetBy.TWO_ADMINS)
                                .resetWaitHours(1)
                                .build(),
                        server.clock().instant());
        return id;
    }

    @Test
    void resetWhenItWaitsThenListedApprovedStoppedAndAnsweredAsTheContractSays() {
        Person owner = Person.withApp(server);
        Person admin = Person.withApp(server);
        Person member = Person.withApp(server);
        Person stranger = Person.withApp(server);
        String organisation = organisation(owner.session());
        Organisations organisations = server.bean(Organisations.class);
        organisations.join(
                id(admin), organisation, Role.ADMIN, true, server.clock().instant());
        organisations.join(
                id(member), organisation, Role.MEMBER, true, server.clock().instant());
        server.clock().advance(Duration.ofDays(8));
        String mine = member.session();
        String theirs = stranger.session();
        String asking = admin.session();
        String approving = owner.session();
        String reset = "/organisations/" + organisation + "/members/" + id(member) + "/two-step";
        String resets = "/organisations/" + organisation + "/two-step-resets";

        Reply asked = remove(reset, asking);
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.body().at("/approvalNeeded").asBoolean()).isTrue();
        assertThat(asked.body().has("effectiveAt")).isFalse();
        String one = resets + "/" + asked.string("/resetId");
        assertThat(remove(reset, approving).code()).isEqualTo("reset-waits");
        assertThat(api.get(resets, approving).body().at("/items/0/mayApprove").asBoolean())
                .isTrue();
        assertThat(api.get(resets, asking).body().at("/items/0/mayApprove").asBoolean())
                .isFalse();
        assertThat(api.get("/me/two-step-reset", mine).string("/organisation")).isEqualTo("Linden & Hart");
        for (String other : List.of(theirs, mine)) {
            assertThat(api.post(one + "/approve", other, Map.of()).status()).isIn(403, 404);
        }
        assertThat(api.post(one + "/cancel", theirs, Map.of()).status()).isEqualTo(404);
        assertThat(api.post(one + "/approve", asking, Map.of()).code()).isEqualTo("approved-by-another");
        assertThat(api.post("/two-step-resets/stop", null, Map.of("token", "cs_stop_nonsense"))
                        .status())
                .isEqualTo(410);

        assertThat(api.post(one + "/cancel", mine, Map.of()).status()).isEqualTo(204);
        assertThat(api.post(one + "/cancel", mine, Map.of()).status()).isIn(403, 404);
        assertThat(api.get("/me/two-step-reset", mine).status()).isEqualTo(404);

        String again = resets + "/" + remove(reset, asking).string("/resetId");
        Reply approved = api.post(again + "/approve", approving, Map.of());
        assertThat(approved.status()).isEqualTo(202);
        assertThat(approved.body().has("effectiveAt")).isTrue();
        assertThat(api.post(again + "/approve", approving, Map.of()).code()).isEqualTo("nothing-to-approve");
        assertThat(api.delete("/me/two-step-reset", mine).status()).isEqualTo(204);

        String third = resets + "/" + remove(reset, asking).string("/resetId");
        api.post(third + "/approve", approving, Map.of());
        server.clock().advance(Duration.ofHours(1));
        server.bean(WaitingResets.class).sweep();
        // This server sends no mail: an admin finishes it, with the code.
        Reply finished = api.post(third + "/approve", owner.session(), Map.of());
        assertThat(finished.status()).as(finished.text()).isEqualTo(200);
        assertThat(finished.string("/handOverCode")).isNotBlank();
        assertThat(api.get("/me", mine).status()).isEqualTo(401);
    }

    @Test
    void supportWhenCalledByAnybodyButTheOperatorThenNotThere() {
        Person person = Person.withApp(server);
        Person other = Person.withApp(server);
        String session = person.session();
        String account = "/support/accounts/" + id(other);

        assertThat(api.get("/support/accounts?email=" + other.email(), session).status())
                .isEqualTo(404);
        for (String what : List.of("unlock", "sign-out", "forget-devices")) {
            assertThat(api.post(account + "/" + what, session, Map.of()).status())
                    .isEqualTo(404);
        }
        assertThat(remove(account + "/two-step", session).status()).isEqualTo(404);
    }
}
