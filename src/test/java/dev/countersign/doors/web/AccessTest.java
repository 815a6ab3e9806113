package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class AccessTest {
    private static final Set<Class<?>> ACCESS = Set.of(SignedIn.class, HalfWay.class, Enrolling.class);

    private final PageServer server = PageServer.with();

    @Test
    void handlersWhenEnumeratedThenEachSaysWhoMayReachIt() {
        List<String> silent = new ArrayList<>();
        pages().forEach((info, handler) -> {
            if (!handler.hasMethodAnnotation(Open.class) && !takes(handler, ACCESS)) {
                silent.add(info + " " + handler);
            }
        });
        assertThat(pages()).hasSizeGreaterThan(30);
        assertThat(silent).isEmpty();
    }

    @Test
    void handlersWhenOpenThenTakeNoOnesAccess() {
        pages().forEach((info, handler) -> assertThat(handler.hasMethodAnnotation(Open.class) && takes(handler, ACCESS))
                .as(info.toString())
                .isFalse());
    }

    @Test
    void handlersWhenMappedThenSayTheirMethod() {
        pages().forEach((info, handler) -> {
            if (!handler.getBeanType().equals(ErrorPages.class)) {
                assertThat(info.getMethodsCondition().getMethods())
                        .as(info.toString())
                        .hasSize(1);
            }
        });
    }

    @Test
    void halfWaySessionWhenTriedOnEveryPageThenOpensNone() {
        Visitor first = server.visitor();
        Member member = Member.setUp(server, first);
        Visitor thief = server.visitor();
        assertThat(member.signIn(thief, "").location()).isEqualTo("/verify/app");
        assertThat(thief.cookies()).containsKey("countersign_challenge");
        Map<String, String> kept = Map.copyOf(thief.cookies());

        pages().forEach((info, handler) -> {
            if (!takes(handler, Set.of(SignedIn.class, Enrolling.class))) {
                return;
            }
            for (String pattern : info.getPatternValues()) {
                // An id as routes demand it that say what one looks like.
                String path = pattern.replaceAll("\\{[^/]*}", "00000000-0000-7000-8000-000000000000");
                for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                    thief.cookies().clear();
                    thief.cookies().putAll(kept);
                    Seen seen = method == RequestMethod.GET
                            ? thief.get(path)
                            : thief.post(path, thief.get("/sign-in").form("/sign-in"));
                    assertThat(seen.status()).as(method + " " + path).isEqualTo(303);
                    assertThat(seen.location()).as(method + " " + path).startsWith("/sign-in");
                    assertThat(thief.cookies()).doesNotContainKey("countersign_session");
                }
            }
        });
    }

    @Test
    void challengeWhenTakenToAnotherBrowserThenRefused() {
        Visitor first = server.visitor();
        Member member = Member.setUp(server, first);
        Visitor owner = server.visitor();
        member.signIn(owner, "");
        Visitor thief = server.visitor();
        thief.cookies().put("countersign_challenge", owner.cookies().get("countersign_challenge"));

        assertThat(thief.get("/verify/app").location()).isEqualTo("/sign-in?notice=expired");
        assertThat(owner.get("/verify/app").status()).isEqualTo(200);
    }

    private Map<RequestMappingInfo, HandlerMethod> pages() {
        Map<RequestMappingInfo, HandlerMethod> handlers =
                server.bean(RequestMappingHandlerMapping.class).getHandlerMethods();
        return handlers.entrySet().stream()
                .filter(entry ->
                        entry.getValue().getBeanType().getPackageName().equals(AccessTest.class.getPackageName()))
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean takes(HandlerMethod handler, Set<Class<?>> types) {
        return Arrays.stream(handler.getMethodParameters())
                .map(MethodParameter::getParameterType)
                .anyMatch(types::contains);
    }
}
