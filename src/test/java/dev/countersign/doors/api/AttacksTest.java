package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Caller.ChallengeCaller;
import dev.countersign.doors.api.Caller.EnrolmentCaller;
import dev.countersign.doors.api.Routes.Route;
import dev.countersign.testing.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// What somebody tries who has less than they need: half-way tokens, other people's ids, things used before, and
/// many calls at once.
class AttacksTest {

    @ParameterizedTest
    @EnumSource(Databases.class)
    void handlersWhenCountedOnTheServerThenEachNamesItsCaller(Databases database) {
        RequestMappingHandlerMapping mapping = ApiServer.on(database).bean(RequestMappingHandlerMapping.class);
        TreeSet<String> served = new TreeSet<>();
        mapping.getHandlerMethods()
                .forEach((info, handler) -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api"))
                        .forEach(path -> {
                            assertThat(Gate.isOurs(handler)).as(path).isTrue();
                            assertThat(Access.kindFor(handler)).as(path).isNotNull();
                            served.add(handler.getMethod().toString());
                        }));
        assertThat(served).hasSameSizeAs(Routes.all());
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void halfWayTokenWhenTriedOnEveryRouteThenOpensOnlyItsOwn(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiServer strict = ApiServer.on(database, "countersign.policy.enrolment=required");
        Person ada = Person.withApp(server);
        String challenge = ada.signIn().string("/challenge/token");
        String session = ada.session();
        String grant = Person.on(strict).signIn().string("/enrolment/token");
        for (Route route : Routes.all()) {
            if (route.caller() == Anyone.class) {
                continue;
            }
            if (route.caller() != ChallengeCaller.class) {
                refused(server, route, challenge);
            }
            if (route.caller() != EnrolmentCaller.class) {
                refused(strict, route, grant);
            }
            if (route.caller() == ChallengeCaller.class || route.caller() == EnrolmentCaller.class) {
                refused(server, route, session);
            }
        }
        assertThat(server.client().get("/me", session).status()).isEqualTo(200);
    }

    private static void refused(ApiServer server, Route route, String token) {
        String path = route.anywhere().substring(ApiDoor.ROOT.length());
        Reply reply = server.client().call(route.method(), path, token, "{}", Map.of());
        assertThat(reply.code()).as(route.toString()).isEqualTo("wrong-token-kind");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void sessionTokenWhenSignedOutThenDeadOnEveryRoute(Databases database) {
        ApiServer server = ApiServer.on(database);
        String token = Person.on(server).session();
        assertThat(server.client().delete("/me/session", token).status()).isEqualTo(204);
        for (Route route : Routes.all()) {
            if (route.caller() == Caller.SessionCaller.class || route.caller() == Caller.OwingCaller.class) {
                String path = route.anywhere().substring(ApiDoor.ROOT.length());
                Reply reply = server.client().call(route.method(), path, token, "{}", Map.of());
                assertThat(reply.code()).as(route.toString()).isEqualTo("unauthenticated");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void idWhenOfAnotherAccountThenNothingThere(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.policy.may-turn-off=true");
        ApiClient api = server.client();
        Person ada = Person.withApp(server);
        String hers = ada.session();
        Person eve = Person.withApp(server);
        String evil = eve.session();
        String session = api.get("/me/session", hers).string("/id");
        String factor = api.get("/me/factors", hers).string("/items/0/id");
        Reply pending = ada.begin(hers);

        assertThat(api.delete("/me/sessions/" + session, evil).status()).isEqualTo(404);
        assertThat(api.delete("/me/factors/" + factor, evil).status()).isEqualTo(404);
        assertThat(api.patch("/me/factors/" + factor, evil, Map.of("label", "mine"))
                        .status())
                .isEqualTo(404);
        String hersPending = "/me/factors/" + pending.string("/id");
        assertThat(api.get(hersPending + "/qr.svg", evil).status()).isEqualTo(404);
        Reply confirmed = api.post(hersPending + "/confirm", evil, Map.of("code", ada.nextCode()));
        assertThat(confirmed.code()).isEqualTo("enrolment-expired");
        assertThat(api.post(hersPending + "/confirm", hers, Map.of("code", ada.nextCode()))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void deviceWhenOfAnotherAccountThenNotForgotten(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.policy.remember-device=always");
        ApiClient api = server.client();
        Person ada = Person.withApp(server);
        String hers = ada.session();
        String evil = Person.withApp(server).session();
        String device = api.get("/me/devices", hers).string("/items/0/id");
        assertThat(api.delete("/me/devices/" + device, evil).status()).isEqualTo(404);
        assertThat(api.get("/me/devices", hers).body().get("items")).hasSize(1);
        assertThat(api.delete("/me/devices/" + device, hers).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void stepUpChallengeWhenOfAnotherSessionThenRaisesNothing(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.withApp(server);
        String hers = ada.session();
        String evil = Person.withApp(server).session();
        String challenge = api.post("/me/step-up", hers, Map.of()).string("/challenge/token");
        Map<String, String> answer = Map.of("challenge", challenge, "factor", "totp", "code", ada.nextCode());
        assertThat(api.post("/me/step-up/verify", evil, answer).code()).isEqualTo("challenge-expired");
        Map<String, String> asSignIn = Map.of("factor", "totp", "code", ada.code());
        assertThat(api.post("/sign-in/challenge/verify", challenge, asSignIn).code())
                .isEqualTo("challenge-expired");
        assertThat(api.post("/me/step-up/verify", hers, answer).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void signInChallengeWhenAnsweredByASessionThenRaisesNothing(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.withApp(server);
        String session = ada.session();
        String challenge = ada.signIn().string("/challenge/token");
        Map<String, String> answer = Map.of("challenge", challenge, "factor", "totp", "code", ada.nextCode());
        assertThat(server.client().post("/me/step-up/verify", session, answer).code())
                .isEqualTo("challenge-expired");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void codeWhenInFiftyChallengesAtOnceThenOneWins(Databases database) throws Exception {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.withApp(server);
        List<String> challenges = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            challenges.add(ada.signIn().string("/challenge/token"));
        }
        String code = ada.nextCode();
        List<Callable<Reply>> calls = challenges.stream()
                .<Callable<Reply>>map(challenge -> () -> ada.verify(challenge, code))
                .toList();
        List<Reply> replies = together(calls);
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .allSatisfy(
                        reply -> assertThat(reply.code()).isIn("code-already-used", "locked-out", "incorrect-code"));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void enrolmentWhenConfirmedManyTimesAtOnceThenOneWins(Databases database) throws Exception {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.on(server);
        String token = ada.session();
        String confirm = "/me/factors/" + ada.begin(token).string("/id") + "/confirm";
        Map<String, String> code = Map.of("code", ada.nextCode());
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(() -> server.client().post(confirm, token, code));
        }
        assertThat(together(calls)).filteredOn(reply -> reply.status() == 200).hasSize(1);
    }

    private static List<Reply> together(List<Callable<Reply>> calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(calls.size());
        List<Reply> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> all = new ArrayList<>();
            for (Callable<Reply> call : calls) {
                all.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            for (Future<Reply> each : all) {
                replies.add(each.get());
            }
        }
        return replies;
    }
}
