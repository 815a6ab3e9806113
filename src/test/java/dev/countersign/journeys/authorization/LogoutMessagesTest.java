package dev.countersign.journeys.authorization;

import static dev.countersign.journeys.authorization.AppHouse.ask;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.outside.OutsideCalls;
import dev.countersign.journeys.authorization.LogoutDelivery.Delivered;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.client.Client;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogoutMessagesTest {
    private static final String TOLD = "https://app.example/told";

    private final List<String> posted = new ArrayList<>();

    private void run(AppHouse house, Delivered answer) {
        house.apps.logoutMessages().find();
        house.apps.logoutMessages().tell((address, token) -> {
            posted.add(address);
            assertThat(token.split("\\.")).hasSize(3);
            return answer;
        });
    }

    private static Client app(AppHouse house) {
        return house.app("backChannel", TOLD);
    }

    @EachDatabase
    void appWhenTheSessionEndsThenIsToldOnce(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        SignedIn in = house.member.signIn();
        Client app = app(house);
        AppHouse.given(
                house.redeem(app, house.back(ask(app, "scope", "openid"), in).get("code")));
        AppHouse.given(
                house.redeem(app, house.back(ask(app, "scope", "openid"), in).get("code")));
        house.issued(house.app(), in);

        run(house, Delivered.TAKEN);
        assertThat(posted).as("while the session goes on").isEmpty();
        house.journeys.visits.signOut(in.session(), false, HOME);
        run(house, Delivered.TAKEN);
        run(house, Delivered.TAKEN);

        assertThat(posted).containsExactly(TOLD);
    }

    @EachDatabase
    void appWhenThePersonIsResetOrRemovedThenIsTold(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = app(house);
        house.issued(app, house.member.signIn());
        house.journeys.rooms.accounts().advanceEpoch(house.member.account.id());
        run(house, Delivered.TAKEN);
        assertThat(posted).hasSize(1);

        house.issued(app, house.member.signIn());
        house.journeys.rooms.organisations().remove(house.member.account.id(), house.organisation);
        run(house, Delivered.TAKEN);
        assertThat(posted).hasSize(2);
    }

    @EachDatabase
    void appWhenAwayThenIsToldAgainLaterAndNotForEver(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        SignedIn in = house.member.signIn();
        house.issued(app(house), in);
        house.journeys.visits.signOut(in.session(), false, HOME);

        run(house, Delivered.LATER);
        run(house, Delivered.LATER);
        assertThat(posted).hasSize(1);
        house.journeys.clock.advance(Duration.ofSeconds(5));
        run(house, Delivered.LATER);
        assertThat(posted).hasSize(2);
        house.journeys.clock.advance(LogoutMessages.LIFE);
        run(house, Delivered.LATER);
        assertThat(posted).hasSize(2);
    }

    @EachDatabase
    void appWhenItWillNeverTakeItThenIsLeftAlone(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        SignedIn in = house.member.signIn();
        house.issued(app(house), in);
        house.journeys.visits.signOut(in.session(), false, HOME);

        run(house, Delivered.NEVER);
        house.journeys.clock.advance(Duration.ofMinutes(1));
        run(house, Delivered.NEVER);

        assertThat(posted).hasSize(1);
    }

    @Test
    void addressWhenNotPublicThenIsNotReached() {
        assertThat(new LogoutPost(new OutsideCalls(false)).post("https://127.0.0.1:9/told", "t"))
                .isEqualTo(Delivered.NEVER);
    }
}
