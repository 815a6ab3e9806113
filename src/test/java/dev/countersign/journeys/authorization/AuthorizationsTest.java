package dev.countersign.journeys.authorization;

import static dev.countersign.journeys.authorization.AppHouse.BACK;
import static dev.countersign.journeys.authorization.AppHouse.answer;
import static dev.countersign.journeys.authorization.AppHouse.ask;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.authorization.Authorizations.Arrival;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.client.Client;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class AuthorizationsTest {

    @EachDatabase
    void requestWhenTheAppOrItsAddressIsUnknownThenNobodyIsSentAnywhere(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app("redirects", BACK + " https://app.example/b?x=1");
        Client phone = house.app("kind", "public", "redirects", "http://127.0.0.1/cb com.example.app:/cb");

        for (String tricked : List.of(
                "https://app.example/back/",
                "https://app.example/back?",
                "https://app.example/back/../evil",
                "https://app.example/back%2f",
                "https://APP.example/back",
                "https://app.example:443/back",
                "https://app.example@evil.example/back",
                "https://app.example.evil.example/back",
                "http://app.example/back",
                "//app.example/back",
                "https://app.example/b?x=1&y=2",
                "https://evil.example")) {
            assertThat(house.arrive(ask(app, "redirect_uri", tricked), null))
                    .as(tricked)
                    .isInstanceOfSatisfying(Arrival.Refused.class, refused -> {
                        assertThat(refused.why()).isEqualTo(Reading.Why.REDIRECT);
                        assertThat(refused.nearly()).isIn("", tricked).doesNotContain("evil.example");
                    });
        }
        Map<String, List<String>> twice = ask(app);
        twice.put("redirect_uri", List.of(BACK, "https://evil.example"));
        assertThat(house.arrive(twice, null)).isEqualTo(new Arrival.Refused(Reading.Why.REDIRECT, ""));
        assertThat(house.arrive(ask(app, "redirect_uri", ""), null))
                .isEqualTo(new Arrival.Refused(Reading.Why.REDIRECT, ""));
        assertThat(house.arrive(ask(app, "client_id", "nobody"), null))
                .isEqualTo(new Arrival.Refused(Reading.Why.CLIENT, ""));
        // RFC 8252 §7.3: any port, and nothing else, may differ.
        assertThat(house.arrive(ask(phone, "redirect_uri", "http://127.0.0.1:51004/cb"), null))
                .isInstanceOf(Arrival.Waits.class);
        assertThat(house.arrive(ask(phone, "redirect_uri", "com.example.app:/cb"), null))
                .isInstanceOf(Arrival.Waits.class);
        for (String tricked : List.of("http://127.0.0.1:51004/cb2", "http://127.0.0.2:1/cb", "http://localhost:1/cb")) {
            assertThat(house.arrive(ask(phone, "redirect_uri", tricked), null))
                    .as(tricked)
                    .isInstanceOfSatisfying(
                            Arrival.Refused.class,
                            refused -> assertThat(refused.why()).isEqualTo(Reading.Why.REDIRECT));
        }
    }

    @EachDatabase
    void requestWhenItHasAFaultThenTheAppIsTold(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        Map<String, Map<String, List<String>>> faults = Map.ofEntries(
                Map.entry("unsupported_response_type", ask(app, "response_type", "token")),
                Map.entry("invalid_scope", ask(app, "scope", "openid everything")),
                Map.entry("request_not_supported", ask(app, "request", "eyJ")),
                Map.entry("request_uri_not_supported", ask(app, "request_uri", "https://evil.example")));
        faults.forEach((error, asked) -> assertThat(house.back(asked, in))
                .containsEntry("error", error)
                .containsEntry("state", "s1")
                .containsEntry("iss", "https://id.example")
                .containsEntry("", BACK));
        for (Map<String, List<String>> invalid : List.of(
                ask(app, "response_type", ""),
                ask(app, "response_mode", "fragment"),
                ask(app, "code_challenge", ""),
                ask(app, "code_challenge", "", "code_challenge_method", ""),
                ask(app, "code_challenge_method", ""),
                ask(app, "code_challenge_method", "plain"),
                ask(app, "code_challenge", "short"),
                ask(app, "prompt", "none login"),
                ask(app, "max_age", "-1"),
                ask(app, "claims", "no json"),
                ask(app, "claims", "null"),
                ask(app, "claims", "{\"id_token\":[]}"),
                ask(app, "claims", "{\"id_token\":{\"acr\":\"phr\"}}"),
                ask(app, "claims", acr("\"essential\":\"true\",\"values\":[\"phr\"]")),
                ask(app, "claims", acr("\"essential\":true,\"values\":\"phr\"")),
                ask(app, "claims", acr("\"essential\":true,\"value\":[\"phr\"]")),
                ask(app, "id_token_hint", "a.b.c"),
                // `null` as a header, in base64url.
                ask(app, "id_token_hint", "bnVsbA.e30.AA"))) {
            assertThat(house.back(invalid, in)).as(invalid.toString()).containsEntry("error", "invalid_request");
        }
        Map<String, List<String>> twice = ask(app);
        twice.put("scope", List.of("openid", "openid email"));
        assertThat(house.back(twice, in)).containsEntry("error", "invalid_request");
    }

    @EachDatabase
    void requestWhenSomebodyIsSignedInAndNothingIsLeftThenACodeGoesBackAtOnce(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Map<String, String> said = house.back(ask(house.app()), house.member.signIn());

        assertThat(said)
                .containsEntry("", BACK)
                .containsEntry("state", "s1")
                .containsEntry("iss", "https://id.example");
        assertThat(said.get("code")).startsWith("cs_code_");
    }

    @EachDatabase
    void requestWhenSilentThenNothingIsAsked(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app("asks", "true");
        SignedIn in = house.member.signIn();

        assertThat(house.back(ask(app, "prompt", "none"), null)).containsEntry("error", "login_required");
        assertThat(house.back(ask(app, "prompt", "none"), in)).containsEntry("error", "consent_required");
        house.journeys.clock.advance(Duration.ofMinutes(5));
        assertThat(house.back(ask(house.app(), "prompt", "none", "max_age", "60"), in))
                .containsEntry("error", "login_required");
        assertThat(house.back(ask(house.app(), "prompt", "none", "claims", essential("phr")), in))
                .containsEntry("error", "unmet_authentication_requirements");
    }

    private static String essential(String acr) {
        return acr("\"essential\":true,\"values\":[\"" + acr + "\"]");
    }

    private static String acr(String asked) {
        return "{\"id_token\":{\"acr\":{" + asked + "}}}";
    }

    @EachDatabase
    void personWhenAskedToSignInAgainThenOnlyANewSignInGoesOn(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        for (Map<String, List<String>> asked :
                List.of(ask(app, "prompt", "login"), ask(app, "max_age", "0"), ask(app, "max_age", "120"))) {
            house.journeys.clock.advance(Duration.ofMinutes(3));
            String request = house.waits(asked, in);
            assertThat(house.go(request, in)).isInstanceOf(NextStep.SignIn.class);
            assertThat(house.go(request, in)).as("again").isInstanceOf(NextStep.SignIn.class);
            house.journeys.clock.advance(Duration.ofSeconds(30));
            in = house.member.signIn();
            assertThat(house.go(request, in)).isInstanceOf(NextStep.SentBack.class);
            assertThat(house.go(request, in)).as("once").isEqualTo(new NextStep.Gone());
        }
    }

    @EachDatabase
    void personWhenAnotherOneIsMeantThenSignsInAsThatOne(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn first = house.member.signIn();
        String hint = house.apps.idTokens().of(house.issued(app, first));
        Journeys.Person second = house.journeys.enrolled();
        house.join(second);
        SignedIn other = second.signIn();

        String request = house.waits(ask(app, "id_token_hint", hint), other);
        assertThat(house.go(request, other)).isInstanceOf(NextStep.SignIn.class);
        assertThat(house.go(request, first)).isInstanceOf(NextStep.SentBack.class);
        assertThat(house.back(ask(house.app(), "id_token_hint", hint), first))
                .as("an ID token of another app")
                .containsEntry("error", "invalid_request");
    }

    @EachDatabase
    void personWhenNamedInTheClaimsThenNobodyElseIsSentBack(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        Journeys.Person second = house.journeys.enrolled();
        house.join(second);
        SignedIn other = second.signIn();
        String named = "{\"id_token\":{\"sub\":{\"value\":\"" + house.member.account.id() + "\"}}}";

        assertThat(house.back(ask(app, "claims", named, "prompt", "none"), other))
                .containsEntry("error", "login_required");
        String request = house.waits(ask(app, "claims", named), other);
        assertThat(house.go(request, other)).isInstanceOf(NextStep.SignIn.class);
        assertThat(house.back(ask(app, "claims", named), in)).containsKey("code");
        String hint = house.apps.idTokens().of(house.issued(app, other));
        assertThat(house.back(ask(app, "claims", named, "id_token_hint", hint), in))
                .as("a hint at somebody else")
                .containsEntry("error", "invalid_request");
    }

    @EachDatabase
    void proofWhenDemandedThenIsAskedForOnceAndThenSaidToBeMissing(Databases databases) {
        AppHouse house = AppHouse.on(databases, policy -> policy.aal2Hours(1));
        SignedIn in = house.member.signIn();
        house.journeys.clock.advance(Duration.ofMinutes(61));

        for (Map<String, List<String>> asked : List.of(
                ask(house.app("leastAcr", "urn:countersign:aal2")),
                ask(house.app(), "claims", essential("urn:countersign:aal2")))) {
            String request = house.waits(asked, in);
            assertThat(house.go(request, in)).isEqualTo(new NextStep.StepUp(false));
            NextStep.SentBack unmet = as(NextStep.SentBack.class, house.go(request, in));
            assertThat(answer(unmet.to())).containsEntry("error", "unmet_authentication_requirements");
        }
        String wished = house.waits(ask(house.app(), "acr_values", "urn:countersign:aal2"), in);
        assertThat(house.go(wished, in)).isEqualTo(new NextStep.StepUp(false));
        assertThat(answer(as(NextStep.SentBack.class, house.go(wished, in)).to()))
                .as("what is only wished for")
                .containsKey("code");
        String keyless = house.waits(ask(house.app(), "claims", essential("phr")), in);
        assertThat(house.go(keyless, in))
                .as("no passkey is there to step up with")
                .isEqualTo(new NextStep.SetUp(true));
        assertThat(answer(as(NextStep.SentBack.class, house.go(keyless, in)).to()))
                .containsEntry("error", "unmet_authentication_requirements");
        assertThat(house.back(ask(house.app(), "claims", essential("urn:elsewhere:gold")), in))
                .containsEntry("error", "unmet_authentication_requirements");
    }

    @EachDatabase
    void proofWhenThereIsNoMethodYetThenOneIsSetUpOnTheWay(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Journeys.Person person = house.journeys.person();
        house.join(person);
        SignedIn in = person.signIn();
        Map<String, List<String>> wish = ask(house.app(), "acr_values", "urn:countersign:aal2");
        Map<String, List<String>> demand = ask(house.app("leastAcr", "urn:countersign:aal2"));

        assertThat(house.back(ask(house.app(), "acr_values", "urn:countersign:aal2", "prompt", "none"), in))
                .as("nobody is there to set it up")
                .containsKey("code");
        for (Map<String, List<String>> asked : List.of(wish, demand)) {
            String request = house.waits(asked, in);
            assertThat(house.go(request, in)).isEqualTo(new NextStep.SetUp(false));
            assertThat(answer(as(NextStep.SentBack.class, house.go(request, in)).to()))
                    .as("not now")
                    .containsKey(asked == wish ? "code" : "error");
        }
        String request = house.waits(demand, in);
        assertThat(house.go(request, in)).isEqualTo(new NextStep.SetUp(false));
        SignedIn proven = as(SignedIn.class, person.enrol(in).entry());
        assertThat(answer(as(NextStep.SentBack.class, house.go(request, proven)).to()))
                .containsKey("code");
    }

    @EachDatabase
    void consentWhenAskedThenIsKeptUntilMoreIsAskedFor(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app("asks", "true");
        SignedIn in = house.member.signIn();
        Authorizations authorizations = house.apps.authorizations();
        String request = house.waits(ask(app, "scope", "openid email"), in);
        assertThat(house.go(request, in)).isInstanceOf(NextStep.Consent.class);

        NextStep denied = authorizations.answer(request, in.token().text(), false, HOME);
        assertThat(answer(as(NextStep.SentBack.class, denied).to())).containsEntry("error", "access_denied");
        String again = house.waits(ask(app, "scope", "openid email"), in);
        NextStep allowed = authorizations.answer(again, in.token().text(), true, HOME);
        assertThat(answer(as(NextStep.SentBack.class, allowed).to())).containsKey("code");
        assertThat(house.back(ask(app, "scope", "openid email"), in)).containsKey("code");
        assertThat(house.go(house.waits(ask(app, "scope", "openid email profile"), in), in))
                .isInstanceOf(NextStep.Consent.class);
        assertThat(house.go(house.waits(ask(app, "scope", "openid email", "prompt", "consent"), in), in))
                .isInstanceOf(NextStep.Consent.class);
    }

    /// Any program on a person's device can wait at a loopback address, and ask in the name of an app that does.
    @EachDatabase
    void appWhenAnybodyCouldTakeItsAddressThenThePersonIsAskedEachTime(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        String own = "com.example.app:/cb";
        Client app = house.app("kind", "public", "redirects", "http://127.0.0.1/cb " + own + " " + BACK);
        SignedIn in = house.member.signIn();

        for (String address : List.of("http://127.0.0.1:51004/cb", own)) {
            Map<String, List<String>> asked = ask(app, "redirect_uri", address);
            for (int i = 0; i < 2; i++) {
                String request = house.waits(asked, in);
                assertThat(house.go(request, in)).as(address).isInstanceOf(NextStep.Consent.class);
                NextStep allowed =
                        house.apps.authorizations().answer(request, in.token().text(), true, HOME);
                assertThat(answer(as(NextStep.SentBack.class, allowed).to())).containsKey("code");
            }
            assertThat(house.back(ask(app, "redirect_uri", address, "prompt", "none"), in))
                    .containsEntry("error", "consent_required");
        }
        assertThat(house.back(ask(app), in)).as("an address of its own").containsKey("code");
    }

    @EachDatabase
    void consentWhenOfOneAccountThenIsNotAnothers(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app("asks", "true");
        SignedIn in = house.member.signIn();
        Journeys.Person second = house.journeys.enrolled();
        house.join(second);
        SignedIn other = second.signIn();
        String request = house.waits(ask(app), in);
        house.apps.authorizations().answer(request, in.token().text(), true, HOME);

        assertThat(house.go(house.waits(ask(app), other), other)).isInstanceOf(NextStep.Consent.class);
    }

    @EachDatabase
    void requestWhenAnsweredByManyAtOnceThenGivesOneCode(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        String request = house.waits(ask(app), null);
        SignedIn in = house.member.signIn();

        List<NextStep> steps = AtOnce.run(8, _ -> house.go(request, in));

        List<String> codes = new ArrayList<>();
        for (NextStep step : steps) {
            if (step instanceof NextStep.SentBack back) {
                codes.add(answer(back.to()).get("code"));
            }
        }
        assertThat(codes).hasSize(1);
    }

    @EachDatabase
    void accountWhenNotAMemberThenIsToldAndMayChooseAnother(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Journeys.Person stranger = house.journeys.enrolled();
        SignedIn in = stranger.signIn();
        String request = house.waits(ask(house.app()), in);

        assertThat(house.go(request, in)).isInstanceOf(NextStep.NotForYou.class);
        assertThat(answer(
                        as(NextStep.SentBack.class, house.apps.authorizations().giveUp(request))
                                .to()))
                .containsEntry("error", "access_denied");
        assertThat(house.back(ask(house.app("everyone", "true", "asks", "true"), "prompt", "none"), in))
                .containsEntry("error", "consent_required");
    }

    @EachDatabase
    void chooserWhenAskedForThenIsShownOnce(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        SignedIn in = house.member.signIn();
        String request = house.waits(ask(house.app(), "prompt", "select_account"), in);

        assertThat(house.go(request, in)).isEqualTo(new NextStep.Choose());
        assertThat(house.go(request, in)).isInstanceOf(NextStep.SentBack.class);
    }
}
