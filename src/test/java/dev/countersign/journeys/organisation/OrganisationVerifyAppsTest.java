package dev.countersign.journeys.organisation;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.verifyapp.VerifyApps;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.net.URI;
import java.util.List;

/// Who gives verify-only applications their keys, and who hears of it.
class OrganisationVerifyAppsTest {
    private static List<Message> told(Journeys journeys) {
        return journeys.sent().stream()
                .filter(message -> message.kind() == MessageKind.VERIFY_KEY_MADE)
                .toList();
    }

    private static OrganisationVerifyApps apps(Journeys journeys, VerifyApps all) {
        return new OrganisationVerifyApps(journeys.rooms, journeys.stepUps, all, URI.create("https://id.example.com"));
    }

    @EachDatabase
    void keyWhenMadeOrReplacedThenEveryOwnerIsToldAndNobodyElse(Databases databases) {
        Journeys before = Journeys.on(databases);
        House made = House.of(before, before.enrolled());
        Journeys.Person other = made.member(Role.OWNER);
        Journeys.Person admin = made.member(Role.ADMIN);
        Journeys journeys = before.mailing(policy -> policy);
        House house = made.on(journeys);
        VerifyApps all = new VerifyApps(journeys.db, journeys.rooms.tokens());
        OrganisationVerifyApps apps =
                new OrganisationVerifyApps(journeys.rooms, journeys.stepUps, all, URI.create("https://id.example.com"));

        var done = as(MemberOutcome.Done.class, apps.register(house.of(house.owner), house.id, "Shop", HOME));
        VerifyApps.Keyed keyed = (VerifyApps.Keyed) done.value();
        String page =
                "https://id.example.com/organisation/verify-apps/" + keyed.app().id();
        List<Message> mails = told(journeys);
        assertThat(mails)
                .extracting(Message::to)
                .containsExactlyInAnyOrder(house.owner.account.email(), other.account.email());
        assertThat(mails)
                .allSatisfy(mail -> assertThat(mail.fields())
                        .containsEntry("key", "Shop")
                        .containsEntry("link", page)
                        .doesNotContainValue(keyed.key().text()));
        as(
                MemberOutcome.Done.class,
                apps.rotate(house.of(house.owner), house.id, keyed.app().id(), false, HOME));
        assertThat(told(journeys)).hasSize(2);
        // The old one works on for a day, and ends by itself.
        assertThat(all.byKey(keyed.key().text(), journeys.clock.instant())).isPresent();
        journeys.clock.advance(VerifyApps.OVERLAP);
        assertThat(all.byKey(keyed.key().text(), journeys.clock.instant())).isEmpty();
    }
}
