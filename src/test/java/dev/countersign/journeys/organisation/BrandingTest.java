package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.people.brand.Accent;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.brand.LogoFault;
import dev.countersign.people.brand.LogoOutcome;
import dev.countersign.people.brand.Pictures;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.organisation.SupportContact;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

class BrandingTest {
    private static final Accent BLUE = Accent.parse("#2A45C6").orElseThrow();
    private static final SupportContact HELP =
            new SupportContact("help@linden.example", "+49 30 123456", "https://help.linden.example");
    private static final UnaryOperator<BrandEdit> BRANDED = _ -> new BrandEdit("Linden", BLUE, HELP);

    @EachDatabase
    void brandWhenSetByAnOwnerThenKeptAndOnRecord(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Session owner = house.of(house.owner);

        assertThat(done(house.journeys.branding.read(owner, house.id)).brand())
                .isEqualTo(new Brand(house.id, "Linden & Hart", null, null, new SupportContact(null, null, null)));
        assertThat(done(house.journeys.branding.set(owner, house.id, BRANDED, HOME)))
                .isEqualTo(new Brand(house.id, "Linden", BLUE, null, HELP));
        assertThat(house.journeys.brands.managing(house.owner.account.id()))
                .contains(new Brand(house.id, "Linden", BLUE, null, HELP));
        done(house.journeys.branding.set(
                owner, house.id, before -> new BrandEdit(before.name(), null, before.support()), HOME));
        done(house.journeys.branding.set(owner, house.id, UnaryOperator.identity(), HOME));

        assertThat(house.journeys.rows("select type, data from audit_event where type like 'organisation-%'"))
                .extracting(row -> row.get("type") + " " + row.get("data"))
                .containsExactlyInAnyOrder(
                        "organisation-created {}",
                        "organisation-renamed {}",
                        "organisation-branded {\"fields\":[\"accent\",\"support.email\",\"support.phone\",\"support.link\"]}",
                        "organisation-branded {\"fields\":[\"accent\"]}");
    }

    @EachDatabase
    void brandWhenChangedByAnybodyButAFreshOwnerThenRefused(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Branding branding = house.journeys.branding;
        byte[] picture = Pictures.png(64, 64, 0xFF000000);
        Session admin = house.of(house.member(Role.ADMIN));
        Session member = house.of(house.member(Role.MEMBER));
        Session stranger = house.of(house.journeys.person());
        List.of(
                        new Case(admin, WhyNot.OWNERS_ONLY),
                        new Case(member, WhyNot.OWNERS_ONLY),
                        new Case(stranger, WhyNot.NOT_THERE))
                .forEach(each -> {
                    WhyNot why = each.by() == member ? WhyNot.NOT_ALLOWED : each.why();
                    refused(branding.set(each.by(), house.id, BRANDED, HOME), why);
                    refused(branding.putLogo(each.by(), house.id, picture, HOME), why);
                    refused(branding.removeLogo(each.by(), house.id, HOME), why);
                });
        assertThat(done(branding.read(admin, house.id)).changeable()).isFalse();
        refused(branding.read(member, house.id), WhyNot.NOT_ALLOWED);
        refused(branding.logo(stranger, house.id), WhyNot.NOT_THERE);

        Session stale = house.of(house.owner);
        house.journeys.clock.advance(Duration.ofMinutes(11));
        refused(branding.set(stale, house.id, BRANDED, HOME), WhyNot.STEP_UP);
        refused(branding.putLogo(stale, house.id, picture, HOME), WhyNot.STEP_UP);
        refused(branding.removeLogo(stale, house.id, HOME), WhyNot.STEP_UP);
        assertThat(house.journeys.brands.of(house.id).orElseThrow().name()).isEqualTo("Linden & Hart");
        assertThat(house.journeys.count("select count(*) from logo")).isZero();
    }

    private record Case(Session by, WhyNot why) {}

    @EachDatabase
    void logoWhenReplacedThenAtAnotherAddressAndOthersKeepTheirs(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House other = House.in(house.journeys);
        Branding branding = house.journeys.branding;
        byte[] black = Pictures.png(64, 64, 0xFF000000);

        done(branding.putLogo(house.of(house.owner), house.id, black, HOME));
        done(branding.putLogo(other.of(other.owner), other.id, black, HOME));
        String first = logo(house);
        assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo(logo(other));
        done(branding.putLogo(house.of(house.owner), house.id, Pictures.jpeg(64, 64, 0xFF0000), HOME));

        assertThat(logo(house)).isNotEqualTo(first);
        assertThat(house.journeys.brands.logo(first)).isEmpty();
        assertThat(house.journeys.brands.logo(logo(other))).isPresent();
        assertThat(done(branding.logo(house.of(house.owner), house.id)))
                .isPresent()
                .isNotEqualTo(house.journeys.brands.logo(logo(other)));
        done(branding.removeLogo(house.of(house.owner), house.id, HOME));
        done(branding.removeLogo(house.of(house.owner), house.id, HOME));
        assertThat(house.journeys.brands.of(house.id).orElseThrow().logo()).isNull();
        assertThat(logo(other)).isNotNull();
        assertThat(house.journeys.count("select count(*) from audit_event where type like 'organisation-logo-%'"))
                .isEqualTo(4);
    }

    private static String logo(House house) {
        return java.util.Objects.requireNonNull(
                house.journeys.brands.of(house.id).orElseThrow().logo());
    }

    @EachDatabase
    void logoWhenNoPictureThenTheOneBeforeStays(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Session owner = house.of(house.owner);
        done(house.journeys.branding.putLogo(owner, house.id, Pictures.png(64, 64, 0xFF000000), HOME));
        String before = logo(house);

        assertThat(done(house.journeys.branding.putLogo(owner, house.id, new byte[] {1, 2, 3}, HOME)))
                .isEqualTo(new LogoOutcome.Refused(LogoFault.NOT_AN_IMAGE));
        assertThat(logo(house)).isEqualTo(before);
    }

    @EachDatabase
    void colourWhenNotReadableThenNeverKept(Databases databases) {
        House house = House.in(Journeys.on(databases));
        UnaryOperator<BrandEdit> pale =
                before -> new BrandEdit("Pale", Accent.parse("#FFFF00").orElseThrow(), before.support());
        assertThatThrownBy(() -> house.journeys.branding.set(house.of(house.owner), house.id, pale, HOME))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(house.journeys.brands.of(house.id).orElseThrow().name()).isEqualTo("Linden & Hart");
    }

    @EachDatabase
    void brandWhenTheAccountIsManagedElsewhereThenIsThatOfTheManagingOne(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House second = House.in(house.journeys);
        String id = house.member(Role.MEMBER).account.id();
        house.journeys.rooms.organisations().join(id, second.id, Role.MEMBER, false, house.journeys.clock.instant());

        assertThat(house.journeys.brands.managing(id).orElseThrow().organisationId())
                .isEqualTo(house.id);
        house.journeys.rooms.organisations().manageBy(id, second.id);
        assertThat(house.journeys.brands.managing(id).orElseThrow().organisationId())
                .isEqualTo(second.id);
        house.journeys.rooms.organisations().remove(id, second.id);
        assertThat(house.journeys.brands.managing(id)).isEmpty();
    }
}
