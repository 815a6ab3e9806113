package dev.countersign.journeys.authorization;

import static dev.countersign.journeys.authorization.AppHouse.BACK;
import static dev.countersign.journeys.authorization.AppHouse.VERIFIER;
import static dev.countersign.journeys.authorization.AppHouse.ask;
import static dev.countersign.journeys.authorization.AppHouse.given;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.journeys.departure.AccountExports;
import dev.countersign.journeys.departure.ExportOutcome;
import dev.countersign.journeys.organisation.Suspensions;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.client.Client;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

class AppTokensTest {
    private static final TokenOutcome NOTHING = new TokenOutcome.InvalidGrant();

    @EachDatabase
    void codeWhenRedeemedThenGivesWhatTheSessionProvesAndNothingMore(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        SignedIn in = house.member.signIn();

        Issued issued = house.issued(house.app(), in);

        assertThat(issued.holding().acr()).isEqualTo("urn:countersign:aal2");
        assertThat(issued.holding().amr()).contains("pwd", "otp", "mfa");
        assertThat(issued.holding().authTime()).isEqualTo(in.session().authTime());
        assertThat(issued.holding().claims(issued.scopes())).containsOnlyKeys("email", "email_verified");
        assertThat(issued.life()).isEqualTo(AppTokens.ACCESS);
        assertThat(house.good(issued)).isTrue();
        house.journeys.clock.advance(AppTokens.ACCESS);
        assertThat(house.good(issued)).isFalse();
    }

    @EachDatabase
    void codeWhenRedeemedTwiceThenEndsWhatItGave(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        String code = house.code(app, house.member.signIn());
        Issued first = given(house.redeem(app, code));

        assertThat(house.redeem(app, code)).isEqualTo(NOTHING);

        assertThat(house.good(first)).isFalse();
        assertThat(house.refresh(app, first)).isEqualTo(NOTHING);
        assertThat(house.journeys.events(house.member)).contains("app-token-refused");
    }

    @EachDatabase
    void codeWhenRedeemedByManyAtOnceThenAtMostOneGetsTokensAndNoneKeepsThem(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        String code = house.code(app, house.member.signIn());

        List<TokenOutcome> outcomes = AtOnce.run(8, _ -> house.redeem(app, code));

        List<Issued> issued = allGiven(outcomes);
        assertThat(issued).hasSize(1);
        assertThat(house.good(issued.getFirst())).isFalse();
    }

    @EachDatabase
    void codeWhenItsProofIsMissingWrongOrOfAnotherHandThenGivesNothing(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        Client other = house.app();
        SignedIn in = house.member.signIn();

        assertThat(house.redeem(app, house.code(app, in), BACK, null)).isEqualTo(NOTHING);
        assertThat(house.redeem(app, house.code(app, in), BACK, VERIFIER + "x")).isEqualTo(NOTHING);
        assertThat(house.redeem(app, house.code(app, in), BACK, AppHouse.challenge(VERIFIER)))
                .isEqualTo(NOTHING);
        assertThat(house.redeem(app, house.code(app, in), BACK + "/", VERIFIER)).isEqualTo(NOTHING);
        assertThat(house.redeem(app, house.code(app, in), null, VERIFIER)).isEqualTo(NOTHING);
        String mixedUp = house.code(app, in);
        assertThat(house.redeem(other, mixedUp)).isEqualTo(NOTHING);
        assertThat(house.redeem(app, mixedUp)).as("burnt by the other").isEqualTo(NOTHING);
        String late = house.code(app, in);
        house.journeys.clock.advance(Authorizations.CODE);
        assertThat(house.redeem(app, late)).isEqualTo(NOTHING);
    }

    @EachDatabase
    void codeWhenAskedForWithoutPkceThenTakesNoVerifierEither(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app("proofKey", "false");
        SignedIn in = house.member.signIn();
        Map<String, List<String>> plain = ask(app, "code_challenge", "", "code_challenge_method", "");

        // RFC 9700 §4.8.2: whoever took the challenge out of a request is found out by the verifier that comes.
        assertThat(house.redeem(app, house.back(plain, in).get("code"), BACK, VERIFIER))
                .isEqualTo(NOTHING);
        assertThat(house.redeem(app, house.back(plain, in).get("code"), BACK, null))
                .isInstanceOf(TokenOutcome.Given.class);
    }

    @EachDatabase
    void refreshTokenWhenUsedThenRotatesAndItsReturnEndsAll(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        Issued first = house.issued(app, house.member.signIn());
        house.journeys.clock.advance(Duration.ofMinutes(20));

        Issued second = given(house.refresh(app, first));

        assertThat(house.good(second)).isTrue();
        assertThat(second.holding().authTime()).isEqualTo(first.holding().authTime());
        assertThat(house.refresh(app, first)).isEqualTo(NOTHING);
        assertThat(house.good(second)).as("whoever has a copy has nothing").isFalse();
        assertThat(house.refresh(app, second)).isEqualTo(NOTHING);
    }

    @EachDatabase
    void refreshTokenWhenUsedByManyAtOnceThenOneGetsTokensAndNoneKeepsThem(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        Issued first = house.issued(app, house.member.signIn());

        List<TokenOutcome> outcomes = AtOnce.run(8, _ -> house.refresh(app, first));

        List<Issued> issued = allGiven(outcomes);
        assertThat(issued).hasSize(1);
        assertThat(house.refresh(app, issued.getFirst())).isEqualTo(NOTHING);
    }

    @EachDatabase
    void codeAndRefreshTokenWhenUsedOnTwoNodesAtOnceThenOneGetsTokensAndNoneKeepsThem(Databases databases) {
        DatabaseSettings settings = databases.migrated();
        AppHouse house = AppHouse.over(databases.open(settings));
        AppHouse other = house.node(databases.open(settings));
        Client app = house.app();
        String code = house.code(app, house.member.signIn());
        List<TokenOutcome> codes = AtOnce.run(8, n -> (n % 2 == 0 ? house : other).redeem(app, code));
        List<Issued> redeemed = allGiven(codes);
        assertThat(redeemed).hasSize(1);
        assertThat(other.good(redeemed.getFirst())).isFalse();

        Issued first = house.issued(app, house.member.signIn());
        List<TokenOutcome> refreshes = AtOnce.run(8, n -> (n % 2 == 0 ? house : other).refresh(app, first));
        List<Issued> refreshed = allGiven(refreshes);
        assertThat(refreshed).hasSize(1);
        assertThat(other.refresh(app, refreshed.getFirst())).isEqualTo(NOTHING);
        assertThat(house.good(refreshed.getFirst())).isFalse();
    }

    private static List<Issued> allGiven(List<TokenOutcome> outcomes) {
        return outcomes.stream()
                .filter(TokenOutcome.Given.class::isInstance)
                .map(AppHouse::given)
                .toList();
    }

    @EachDatabase
    void refreshTokenWhenShownByAnotherAppThenEndsAll(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        Issued first = house.issued(app, house.member.signIn());

        assertThat(house.refresh(house.app(), first)).isEqualTo(NOTHING);
        assertThat(house.refresh(app, first)).isEqualTo(NOTHING);

        Issued second = house.issued(app, house.member.signIn());
        String token = Objects.requireNonNull(second.refresh()).text();
        assertThat(house.apps.appTokens().refresh(house.app(), token, Set.of("profile"), HOME))
                .as("another app that asks for more besides")
                .isEqualTo(NOTHING);
        assertThat(house.refresh(app, second)).isEqualTo(NOTHING);
    }

    @EachDatabase
    void refreshWhenItAsksForMoreThenIsRefusedAndForLessGetsLess(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        String token = house.issued(app, house.member.signIn()).refresh().text();
        AppTokens tokens = house.apps.appTokens();

        assertThat(tokens.refresh(app, token, Set.of("openid", "profile"), HOME))
                .isEqualTo(new TokenOutcome.InvalidScope());
        assertThat(given(tokens.refresh(app, token, Set.of("openid"), HOME)).scopes())
                .containsExactly("openid");
    }

    @EachDatabase
    void tokensWhenThePasswordOrAFactorChangesThenEndAtOnce(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        Issued issued = house.issued(app, in);
        String code = house.code(app, in);

        house.journeys.rooms.accounts().advanceEpoch(house.member.account.id());

        assertThat(house.good(issued)).isFalse();
        assertThat(house.refresh(app, issued)).isEqualTo(NOTHING);
        assertThat(house.redeem(app, code)).isEqualTo(NOTHING);
    }

    @EachDatabase
    void tokensWhenTheAccountIsSuspendedThenEndAtOnceAndStayEnded(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        Issued issued = house.issued(app, in);
        String code = house.code(app, in);
        Journeys journeys = house.journeys;
        Suspensions suspensions = new Suspensions(
                journeys.rooms, journeys.stepUps, journeys.invitations, journeys.installation.baseUrl());

        suspensions.suspendByOperator(house.member.account.id(), "left", Origin.CONSOLE);
        assertThat(house.good(issued)).isFalse();
        assertThat(house.redeem(app, code)).isEqualTo(NOTHING);

        suspensions.reactivateByOperator(house.member.account.id(), Origin.CONSOLE);
        assertThat(house.good(issued)).isFalse();
        assertThat(house.refresh(app, issued)).isEqualTo(NOTHING);
    }

    @EachDatabase
    void tokensWhenTheMemberIsRemovedThenEndAtOnce(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        Issued issued = house.issued(app, in);
        String code = house.code(app, in);

        house.journeys.rooms.organisations().remove(house.member.account.id(), house.organisation);

        assertThat(house.good(issued)).isFalse();
        assertThat(house.refresh(app, issued)).isEqualTo(NOTHING);
        assertThat(house.redeem(app, code)).isEqualTo(NOTHING);
        assertThat(house.back(ask(app, "prompt", "none"), in)).containsEntry("error", "access_denied");
    }

    @EachDatabase
    void tokensWhenPolicyBeginsToDemandAFactorThenGoNoFurther(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        Journeys.Person bare = house.journeys.person();
        house.join(bare);
        SignedIn in = (SignedIn) bare.start();
        Issued issued = house.issued(app, in);
        assertThat(issued.holding().acr()).isEqualTo("urn:countersign:aal1");

        house.journeys
                .rooms
                .policies()
                .set(
                        house.organisation,
                        Journeys.changed(policy -> policy.enrolment(Enrolment.REQUIRED)),
                        house.journeys.clock.instant());

        assertThat(house.good(issued)).isFalse();
        assertThat(house.refresh(app, issued)).isEqualTo(NOTHING);
        assertThat(house.back(ask(app, "prompt", "none"), in)).containsEntry("error", "interaction_required");
        assertThat(house.go(house.waits(ask(app), in), in)).isEqualTo(new NextStep.Enrol());
    }

    @EachDatabase
    void tokensWhenTheSessionEndsThenThoseThatLastGoOnAndOthersDoNot(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        Issued lasting = house.issued(app, in);
        String code = house.back(ask(app, "scope", "openid"), in).get("code");
        Issued passing = given(house.redeem(app, code));
        assertThat(passing.refresh()).isNull();

        house.journeys.visits.signOut(in.session(), false, HOME);

        assertThat(house.good(passing)).isFalse();
        assertThat(house.good(lasting)).isTrue();
        assertThat(house.refresh(app, lasting)).isInstanceOf(TokenOutcome.Given.class);
    }

    @EachDatabase
    void lastingTokensWhenTheSessionWouldHaveRunOutThenEnd(Databases databases) {
        AppHouse house = AppHouse.on(databases, policy -> policy.sessionMinutes(60));
        Client app = house.app();
        Issued issued = house.issued(app, house.member.signIn());
        house.journeys.clock.advance(Duration.ofMinutes(59));
        Issued later = given(house.refresh(app, issued));

        house.journeys.clock.advance(Duration.ofMinutes(2));

        assertThat(house.refresh(app, later)).isEqualTo(NOTHING);
    }

    @EachDatabase
    void tokensWhenTheAppDemandsASecondStepThenEndWithItsProof(Databases databases) {
        AppHouse house = AppHouse.on(databases, policy -> policy.aal2Hours(1));
        Client app = house.app("leastAcr", "urn:countersign:aal2");
        Issued issued = house.issued(app, house.member.signIn());

        house.journeys.clock.advance(Duration.ofMinutes(61));

        assertThat(house.refresh(app, issued)).isEqualTo(NOTHING);
    }

    @EachDatabase
    void tokensWhenTheAppMayNoLongerAskForAsMuchThenEnd(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        Issued issued = house.issued(app, house.member.signIn());
        assertThat(house.good(issued)).isTrue();

        house.change(app, "scopes", "openid offline_access");

        assertThat(house.good(issued)).isFalse();
        assertThat(house.refresh(app, issued)).isEqualTo(NOTHING);
    }

    @EachDatabase
    void tokensWhenRevokedOrTheAppIsRemovedThenEnd(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        SignedIn in = house.member.signIn();
        Issued one = house.issued(app, in);
        Issued two = house.issued(app, in);
        Issued three = house.issued(app, in);

        house.apps.appTokens().revoke(house.app(), one.access().text());
        assertThat(house.good(one)).as("another app revokes nothing").isTrue();
        house.apps.appTokens().revoke(app, one.access().text());
        assertThat(house.good(one)).isFalse();
        house.apps.appTokens().revoke(app, two.refresh().text());
        assertThat(house.good(two)).isFalse();
        assertThat(house.good(three)).isTrue();
        assertThat(house.apps.usedApps().of(in.session().accountId())).hasSize(1);
        assertThat(house.apps.usedApps().revoke(in.session(), app.id(), HOME)).isTrue();
        assertThat(house.good(three)).isFalse();
        Issued four = house.issued(app, in);
        house.clients.remove(app);
        assertThat(house.good(four)).isFalse();
        assertThat(house.journeys.count("select count(*) from client_token")).isZero();
    }

    @EachDatabase
    void exportWhenAnAppWasUsedThenNamesIt(Databases databases) throws IOException {
        AppHouse house = AppHouse.on(databases);
        SignedIn in = house.member.signIn();
        house.issued(house.app(), in);
        Journeys journeys = house.journeys;
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        as(
                        ExportOutcome.Ready.class,
                        new AccountExports(journeys.rooms, journeys.stepUps, house.apps::usedApps)
                                .export(in.session(), HOME))
                .document()
                .writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"name\" : \"Orders\"", "\"agreed\" : [", "\"lastUsedAt\"");
    }

    @EachDatabase
    void tokenWhenAskedAboutByAnotherOrganisationsAppThenIsNothing(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Client app = house.app();
        Issued issued = house.issued(app, house.member.signIn());
        AppTokens tokens = house.apps.appTokens();
        String elsewhere = house.journeys
                .rooms
                .organisations()
                .create("Elsewhere", house.member.account.id(), house.journeys.clock.instant());
        Client stranger = house.clients
                .register(elsewhere, app.terms(), house.journeys.clock.instant())
                .client();

        assertThat(tokens.introspect(house.app(), issued.access().text())).isPresent();
        assertThat(tokens.introspect(stranger, issued.access().text())).isEmpty();
        assertThat(tokens.person(issued.refresh().text()))
                .as("a refresh token says nobody")
                .isEmpty();
    }
}
