package dev.countersign.doors.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.StoreUnavailable;
import dev.countersign.journeys.departure.AccountDeletions;
import dev.countersign.journeys.departure.AccountExports;
import dev.countersign.journeys.enrolment.BackupCodeSets;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.organisation.Adoptions;
import dev.countersign.journeys.organisation.AuditLogs;
import dev.countersign.journeys.organisation.Branding;
import dev.countersign.journeys.organisation.BulkActions;
import dev.countersign.journeys.organisation.Invitings;
import dev.countersign.journeys.organisation.Joinings;
import dev.countersign.journeys.organisation.MemberActions;
import dev.countersign.journeys.organisation.MemberLists;
import dev.countersign.journeys.organisation.MemberResets;
import dev.countersign.journeys.organisation.Memberships;
import dev.countersign.journeys.organisation.OperatorActions;
import dev.countersign.journeys.organisation.OrganisationClients;
import dev.countersign.journeys.organisation.OrganisationEnds;
import dev.countersign.journeys.organisation.OrganisationKeys;
import dev.countersign.journeys.organisation.OrganisationPolicies;
import dev.countersign.journeys.organisation.OrganisationSites;
import dev.countersign.journeys.organisation.OrganisationVerifyApps;
import dev.countersign.journeys.organisation.OrganisationWebhooks;
import dev.countersign.journeys.organisation.Reminders;
import dev.countersign.journeys.organisation.Suspensions;
import dev.countersign.journeys.organisation.WaitingResets;
import dev.countersign.journeys.recovery.AddressChanges;
import dev.countersign.journeys.recovery.AddressUndos;
import dev.countersign.journeys.recovery.NotMe;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.recovery.Recoveries;
import dev.countersign.journeys.reference.ReferenceChallenges;
import dev.countersign.journeys.reference.ReferenceEnrolments;
import dev.countersign.journeys.reference.References;
import dev.countersign.journeys.reference.VerifyKeys;
import dev.countersign.journeys.signin.PasskeySignIns;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInPermits;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.journeys.signup.AddressConfirmations;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.pages.Languages;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.SupportContact;
import dev.countersign.testing.Databases;
import dev.countersign.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/// The door itself over real HTTP, with nothing behind it that decides anything: what it refuses, and how it says
/// so.
class DoorTest {
    private static final String GOOD = "{\"email\":\"ada@example.com\",\"password\":\"correct horse\"}";

    private static ServletWebServerApplicationContext server;
    private static SignIns signIns;
    private static ApiClient api;

    @BeforeAll
    static void start() {
        server = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Slice.class)
                .properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off")
                .run();
        signIns = server.getBean(SignIns.class);
        api = new ApiClient(
                java.util.Objects.requireNonNull(server.getWebServer()).getPort());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fresh() {
        Mockito.reset(signIns);
        when(signIns.start(any())).thenReturn(new SignInOutcome.InvalidCredentials());
    }

    @Test
    void callWhenGoodThenReachesTheJourney() {
        Reply reply = signIn(GOOD, "application/json");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("invalid-credentials");
        assertThat(reply.string("/type")).isEqualTo("urn:countersign:problem:invalid-credentials");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/json;charset=UTF-8", "Application/JSON; charset=\"utf-8\""})
    void bodyWhenJsonThenTaken(String type) {
        assertThat(signIn(GOOD, type).code()).isEqualTo("invalid-credentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/xml",
                "application/jsonx",
                "application/json;charset=iso-8859-1",
                "nonsense"
            })
    void bodyWhenOfAnotherTypeThenUnsupported(String type) {
        assertThat(signIn(GOOD, type).status()).isEqualTo(415);
        verifyNoInteractions(signIns);
    }

    @Test
    void bodyWhenCompressedThenUnsupported() {
        Reply reply = api.call("POST", "/sign-in", null, GOOD, Map.of("Content-Encoding", "gzip"));
        assertThat(reply.code()).isEqualTo("unsupported-media-type");
    }

    @Test
    void bodyWhenOver64KiBThenTooLargeHoweverSent() {
        String large = "{\"email\":\"" + "a".repeat(64 * 1024) + "\"}";
        assertThat(signIn(large, "application/json").status()).isEqualTo(413);
        Reply chunked = api.send(
                "POST",
                "/sign-in",
                null,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes(UTF_8))),
                Map.of());
        assertThat(chunked.status()).isEqualTo(413);
        verifyNoInteractions(signIns);
    }

    @Test
    void bodyWhenExactly64KiBThenRead() {
        String padded = GOOD + " ".repeat(64 * 1024 - GOOD.length());
        assertThat(signIn(padded, "application/json").status()).isEqualTo(401);
    }

    @Test
    void bodyWhenMissingThenMalformed() {
        assertThat(signIn("", "application/json").code()).isEqualTo("malformed-json");
    }

    @Test
    void fieldsWhenSeveralAreMissingThenAllAreNamed() {
        Reply reply = signIn("{}", "application/json");
        assertThat(reply.code()).isEqualTo("validation");
        assertThat(reply.body().get("errors").findValuesAsString("field")).containsExactly("email", "password");
    }

    @Test
    void textWhenHalfASurrogatePairThenInvalid() {
        Reply reply = signIn("{\"email\":\"a\\ud800@example.com\",\"password\":\"correct horse\"}", "application/json");
        assertThat(reply.string("/errors/0/code")).isEqualTo("wrong-characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nothing", "/me/", "/organisations/1", "/passwords", "/sign-in/challenge/peek", "/me/sessions/1"
            })
    void addressWhenUnknownThenNotFound(String path) {
        Reply reply = api.get(path, null);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("not-found");
    }

    @Test
    void methodWhenNotTakenThenSaysWhichAre() {
        Reply reply = api.get("/sign-in", null);
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("POST");
        assertThat(api.call("PUT", "/me/sessions", null, "{}", Map.of()).header("Allow"))
                .isEqualTo("DELETE, GET");
    }

    @Test
    void answerWhenNotAcceptableThenSaidInJson() {
        Reply reply = api.call("GET", "/openapi.json", null, null, Map.of("Accept", "text/html"));
        assertThat(reply.status()).isEqualTo(406);
        assertThat(reply.code()).isEqualTo("not-acceptable");
    }

    @Test
    void tokenWhenMissingThenUnauthenticated() {
        Reply reply = api.get("/me", null);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("unauthenticated");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"countersign\"");
    }

    @Test
    void tokenWhenInCookieOrQueryThenNotRead() {
        String token = "cs_session_" + "a".repeat(43);
        Map<String, String> cookies = Map.of("Cookie", "countersign_session=" + token);
        assertThat(api.call("GET", "/me?access_token=1", null, null, cookies).code())
                .isEqualTo("unauthenticated");
        assertThat(api.call("GET", "/me?access_token=" + token, null, null, cookies)
                        .code())
                .isEqualTo("malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic dXNlcjpwYXNz",
                "Bearer",
                "Bearer ",
                "Bearer nonsense",
                "cs_session_",
                "Bearer cs_session_short"
            })
    void tokenWhenNoneOfOursThenUnauthenticated(String header) {
        Reply reply = api.call("GET", "/me", null, null, Map.of("Authorization", header));
        assertThat(reply.code()).isEqualTo("unauthenticated");
    }

    @Test
    void tokenWhenOfAnotherKindThenSaid() {
        for (Routes.Route route : Routes.all()) {
            if (route.caller() == Caller.Anyone.class) {
                continue;
            }
            String path = route.anywhere().substring(ApiDoor.ROOT.length());
            Reply reply = api.call(route.method(), path, "cs_device_" + "a".repeat(43), null, Map.of());
            assertThat(reply.code()).as(route.toString()).isEqualTo("wrong-token-kind");
        }
    }

    @Test
    void databaseWhenGoneThenUnavailableAndWhenToRetry() {
        when(signIns.start(any())).thenThrow(new StoreUnavailable("gone"));
        Reply reply = signIn(GOOD, "application/json");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("unavailable");
        assertThat(reply.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void serverWhenBrokenThenSaysNothingMore() {
        when(signIns.start(any())).thenThrow(new IllegalStateException("secret detail"));
        Reply reply = signIn(GOOD, "application/json");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text()).doesNotContain("secret detail").doesNotContain("Exception");
    }

    @Test
    void attemptsWhenTooManyThenSaysWhenToRetry() {
        TestClock clock = server.getBean(TestClock.class);
        when(signIns.start(any()))
                .thenReturn(new SignInOutcome.Delayed(clock.instant().plus(Duration.ofMillis(1500))));
        Reply reply = signIn(GOOD, "application/json");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("2");
        assertThat(reply.string("/retryAt")).isEqualTo("2026-01-05T12:00:01.500Z");
    }

    @Test
    void contractWhenAskedForThenServed() {
        Reply reply = api.get("/openapi.json", null);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Contract.document());
    }

    private static Reply signIn(String body, String type) {
        return api.call("POST", "/sign-in", null, body, Map.of("Content-Type", type));
    }

    /// No `@Configuration`: whoever scans this package for the whole server must not find it.
    @ComponentScan("dev.countersign.doors.api")
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Slice {
        @Bean
        TestClock clock() {
            return new TestClock();
        }

        @Bean(destroyMethod = "close")
        Db db() {
            return Db.openMigrated(Databases.SQLITE.migrated());
        }

        /// Whatever rooms the handlers take, so that they are never reached.
        @Bean
        static BeanFactoryPostProcessor rooms() {
            return factory -> List.<Class<?>>of(
                            AccountDeletions.class,
                            AccountExports.class,
                            AddressChanges.class,
                            AddressConfirmations.class,
                            AddressUndos.class,
                            Adoptions.class,
                            AuditLogs.class,
                            AuditTrail.class,
                            BackupCodeSets.class,
                            Branding.class,
                            BulkActions.class,
                            Enrolments.class,
                            Invitings.class,
                            Joinings.class,
                            MemberActions.class,
                            MemberLists.class,
                            MemberResets.class,
                            Memberships.class,
                            NotMe.class,
                            OperatorActions.class,
                            OrganisationClients.class,
                            OrganisationSites.class,
                            OrganisationEnds.class,
                            OrganisationKeys.class,
                            OrganisationPolicies.class,
                            OrganisationVerifyApps.class,
                            OrganisationWebhooks.class,
                            Organisations.class,
                            PasskeySignIns.class,
                            Passkeys.class,
                            PasswordChanges.class,
                            Recoveries.class,
                            ReferenceChallenges.class,
                            ReferenceEnrolments.class,
                            References.class,
                            Reminders.class,
                            SignInPermits.class,
                            SignIns.class,
                            SignUps.class,
                            StepUps.class,
                            Suspensions.class,
                            VerifyKeys.class,
                            Visits.class,
                            WaitingResets.class)
                    .forEach(room -> factory.registerSingleton(room.getName(), mock(room)));
        }

        @Bean
        Languages languages() {
            return new Languages(false);
        }

        @Bean
        Accounts accounts(Db db) {
            return new Accounts(db);
        }

        @Bean
        Factors factors(Db db) {
            return new Factors(db);
        }

        @Bean
        Installation installation() {
            return new Installation(
                    "Countersign", URI.create("http://localhost"), new SupportContact(null, null, null), null);
        }
    }
}
