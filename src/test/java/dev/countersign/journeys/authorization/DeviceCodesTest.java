package dev.countersign.journeys.authorization;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.client.Client;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

class DeviceCodesTest {
    private static final TokenOutcome NOTHING = new TokenOutcome.InvalidGrant();

    private static DeviceCodes.Begun begin(AppHouse house, Client app) {
        return house.apps
                .deviceCodes()
                .begin(app, Set.of("openid", "email"), HOME)
                .orElseThrow();
    }

    private static TokenOutcome poll(AppHouse house, Client app, DeviceCodes.Begun begun) {
        house.journeys.clock.advance(DeviceCodes.INTERVAL);
        return house.apps.deviceCodes().poll(app, begun.device().text());
    }

    private static DeviceOutcome allow(AppHouse house, SignedIn in, DeviceCodes.Begun begun) {
        return house.apps.deviceCodes().answer(in.token().text(), begun.userCode(), true, HOME);
    }

    @EachDatabase
    void deviceWhenAllowedThenIsGivenTokensOnce(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        DeviceCodes.Begun begun = begin(house, app);

        assertThat(poll(house, app, begun)).isEqualTo(new TokenOutcome.Pending());
        assertThat(house.apps.deviceCodes().poll(app, begun.device().text())).isEqualTo(new TokenOutcome.SlowDown());
        house.journeys.clock.advance(DeviceCodes.INTERVAL);
        assertThat(allow(house, in, begun)).isInstanceOf(DeviceOutcome.Allowed.class);
        assertThat(allow(house, in, begun)).as("again").isInstanceOf(DeviceOutcome.Unknown.class);
        assertThat(poll(house, house.app(), begun)).as("another app").isEqualTo(NOTHING);
        Issued issued = AppHouse.given(poll(house, app, begun));
        assertThat(issued.holding().acr()).isEqualTo("urn:countersign:aal2");
        assertThat(poll(house, app, begun)).isEqualTo(NOTHING);
        assertThat(house.refresh(app, issued)).isInstanceOf(TokenOutcome.Given.class);
    }

    @EachDatabase
    void deviceWhenPolledByManyAtOnceThenOneIsGivenTokens(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        DeviceCodes.Begun begun = begin(house, app);
        allow(house, house.member.signIn(), begun);
        house.journeys.clock.advance(DeviceCodes.INTERVAL);

        List<TokenOutcome> outcomes = AtOnce.run(
                8, _ -> house.apps.deviceCodes().poll(app, begun.device().text()));

        assertThat(outcomes).filteredOn(TokenOutcome.Given.class::isInstance).hasSize(1);
    }

    @EachDatabase
    void deviceWhenDeniedOrLateThenIsToldSo(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        DeviceCodes.Begun denied = begin(house, app);
        house.apps.deviceCodes().answer(in.token().text(), denied.userCode(), false, HOME);
        assertThat(poll(house, app, denied)).isEqualTo(new TokenOutcome.Denied());

        DeviceCodes.Begun late = begin(house, app);
        house.journeys.clock.advance(DeviceCodes.LIFE);
        assertThat(allow(house, in, late)).isInstanceOf(DeviceOutcome.Unknown.class);
        assertThat(poll(house, app, late)).isEqualTo(new TokenOutcome.Expired());
    }

    @EachDatabase
    void deviceWhenItsPersonIsResetBeforeItAsksThenIsGivenNothing(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        DeviceCodes.Begun begun = begin(house, app);
        allow(house, house.member.signIn(), begun);

        house.journeys.rooms.accounts().advanceEpoch(house.member.account.id());

        assertThat(poll(house, app, begun)).isEqualTo(NOTHING);
    }

    @EachDatabase
    void codesWhenGuessedThenWaitsGrow(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        SignedIn in = house.member.signIn();
        Presence.Present present = as(
                Presence.Present.class, house.journeys.visits.present(in.token().text()));
        DeviceCodes.Begun begun = begin(house, house.app());
        for (int i = 0; i < 10; i++) {
            assertThat(house.apps.deviceCodes().look(present, "BCDF-BCD" + "BCDFGHJKLM".charAt(i)))
                    .isInstanceOf(DeviceOutcome.Unknown.class);
        }
        assertThat(house.apps.deviceCodes().look(present, begun.userCode())).isInstanceOf(DeviceOutcome.Delayed.class);
        assertThat(allow(house, in, begun)).as("nor by its answer").isInstanceOf(DeviceOutcome.Delayed.class);
        house.journeys.clock.advance(Duration.ofMinutes(1));
        assertThat(house.apps
                        .deviceCodes()
                        .look(
                                present,
                                " " + begun.userCode().toLowerCase(Locale.ROOT).replace("-", " ")))
                .isInstanceOf(DeviceOutcome.Asks.class);
    }

    @EachDatabase
    void deviceWhenItsAppIsNoLongerForDevicesThenIsGivenNothingMore(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        DeviceCodes.Begun given = begin(house, app);
        allow(house, in, given);
        Issued issued = AppHouse.given(poll(house, app, given));
        DeviceCodes.Begun allowed = begin(house, app);
        allow(house, in, allowed);
        DeviceCodes.Begun asked = begin(house, app);

        house.change(app, "device", "false");

        assertThat(allow(house, in, asked)).isInstanceOf(DeviceOutcome.Unknown.class);
        assertThat(poll(house, app, allowed)).isEqualTo(NOTHING);
        assertThat(house.good(issued)).isFalse();
        assertThat(house.refresh(app, issued)).isEqualTo(NOTHING);
    }

    @EachDatabase
    void deviceWhenTheAppDemandsMoreOrIsForOthersThenIsNotLetIn(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        SignedIn in = house.member.signIn();
        DeviceCodes.Begun strong = begin(house, house.app("leastAcr", "phr"));
        assertThat(allow(house, in, strong)).isEqualTo(new DeviceOutcome.StepUp(true));
        SignedIn stranger = house.journeys.enrolled().signIn();
        assertThat(allow(house, stranger, begin(house, house.app()))).isInstanceOf(DeviceOutcome.NotForYou.class);
    }
}
