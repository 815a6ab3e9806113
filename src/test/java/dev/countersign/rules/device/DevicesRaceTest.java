package dev.countersign.rules.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Both caps under sign-ins at the same moment.
class DevicesRaceTest {
    private static final Devices.Caps CAPS = new Devices.Caps(Duration.ofDays(180), 10, 10);

    @EachDatabase
    void devicesWhenFortyAreRememberedAtOnceThenExactlyTenAre(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Devices devices = journeys.rooms.devices();
        String account = journeys.person().account.id();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ids.add(devices.register("Firefox", journeys.clock.instant()).deviceId());
        }

        List<List<Devices.Forgotten>> forgotten = AtOnce.run(40, i -> remember(journeys, account, ids.get(i)));

        assertThat(devices.list(account, journeys.clock.instant())).hasSize(10);
        assertThat(forgotten.stream().mapToInt(List::size).sum()).isEqualTo(30);
    }

    @EachDatabase
    void accountsWhenFortyRememberOneDeviceAtOnceThenExactlyTenDo(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Devices devices = journeys.rooms.devices();
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            accounts.add(journeys.person().account.id());
        }
        String device = devices.register("Firefox", journeys.clock.instant()).deviceId();

        List<List<Devices.Forgotten>> forgotten = AtOnce.run(40, i -> remember(journeys, accounts.get(i), device));

        assertThat(accounts.stream().filter(a -> devices.remembered(a, 0, device, journeys.clock.instant())))
                .hasSize(10);
        assertThat(forgotten.stream().mapToInt(List::size).sum()).isEqualTo(30);
    }

    @EachDatabase
    void bothCapsWhenAccountsAndDevicesCrossAtOnceThenBothHold(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Devices devices = journeys.rooms.devices();
        List<String> accounts = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            accounts.add(journeys.person().account.id());
            ids.add(devices.register("Firefox", journeys.clock.instant()).deviceId());
        }

        AtOnce.run(13 * 13, i -> remember(journeys, accounts.get(i % 13), ids.get(i / 13)));

        assertThat(accounts)
                .allMatch(a -> devices.list(a, journeys.clock.instant()).size() <= 10);
        assertThat(ids)
                .allMatch(d -> accounts.stream()
                                .filter(a -> devices.remembered(a, 0, d, journeys.clock.instant()))
                                .count()
                        <= 10);
    }

    @EachDatabase
    void secretWhenPresentedByManyTabsAtOnceThenAllAreKnownAndTheirSecretsDiffer(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Devices devices = journeys.rooms.devices();
        String secret =
                devices.register("Firefox", journeys.clock.instant()).secret().text();

        List<Devices.Recognition> recognitions =
                AtOnce.run(20, i -> devices.recognise(secret, "Firefox", journeys.clock.instant()));

        assertThat(recognitions).allMatch(Devices.Recognition.Known.class::isInstance);
        assertThat(recognitions).doesNotHaveDuplicates();
    }

    private static List<Devices.Forgotten> remember(Journeys journeys, String account, String device) {
        return journeys.db.inTransaction(() -> {
            Devices.Held held = journeys.rooms.devices().hold(account, device);
            journeys.rooms.devices().seen(account, device, Journeys.HOME, journeys.clock.instant());
            return journeys.rooms.devices().remember(held, 0, CAPS, journeys.clock.instant());
        });
    }
}
