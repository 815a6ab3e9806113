package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Caller.ChallengeCaller;
import dev.countersign.doors.api.Caller.EnrolmentCaller;
import dev.countersign.doors.api.Caller.OwingCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.Visits;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/// The one place that turns a bearer token into a [Caller]. The prefix of the token says its kind, the handler's
/// parameter says which kind the route takes, and anything else is refused.
@Component
final class Access {
    private static final Map<String, String> BEARER = Map.of("WWW-Authenticate", "Bearer realm=\"countersign\"");

    // RFC 6750 §3.1: "invalid_token: The access token provided is expired, revoked, malformed, or invalid for other
    // reasons."
    private static final Map<String, String> INVALID_TOKEN =
            Map.of("WWW-Authenticate", "Bearer realm=\"countersign\", error=\"invalid_token\"");

    private final Visits visits;
    private final SignIns signIns;
    private final Map<Method, Class<?>> kinds = new ConcurrentHashMap<>();

    Access(Visits visits, SignIns signIns) {
        this.visits = visits;
        this.signIns = signIns;
    }

    /// The kind of caller that a handler takes.
    ///
    /// @throws IllegalStateException when it names none or several: such a route is open to nobody
    static Class<?> kindFor(HandlerMethod handler) {
        List<Class<?>> kinds = Arrays.stream(handler.getMethod().getParameterTypes())
                .filter(Caller.class::isAssignableFrom)
                .<Class<?>>map(type -> type)
                .toList();
        if (kinds.size() != 1) {
            throw new IllegalStateException(handler + " must say who may call it, once");
        }
        return kinds.getFirst();
    }

    /// Who is calling.
    ///
    /// @throws Refusal when that handler is not for them
    Caller resolve(HandlerMethod handler, HttpServletRequest request) {
        Class<?> kind = kinds.computeIfAbsent(handler.getMethod(), _ -> kindFor(handler));
        Supplier<Origin> origin = () -> Origins.of(request);
        if (kind == Anyone.class) {
            return new Anyone(origin);
        } else if (kind == SessionCaller.class) {
            return session(token(request, Token.Kind.SESSION), origin);
        } else if (kind == OwingCaller.class) {
            return owing(token(request, Token.Kind.SESSION), origin);
        } else if (kind == ChallengeCaller.class) {
            return new ChallengeCaller(token(request, Token.Kind.CHALLENGE), origin);
        } else if (kind == EnrolmentCaller.class) {
            String token = token(request, Token.Kind.ENROLMENT);
            return new EnrolmentCaller(signIns.grant(token).orElseThrow(Access::dead), origin);
        }
        throw new IllegalStateException(handler + " takes a caller of an unknown kind");
    }

    private Caller session(String token, Supplier<Origin> origin) {
        return switch (visits.present(token)) {
            case Presence.Present present -> new SessionCaller(present, origin);
            case Presence.Owing _ -> throw new Refusal(ProblemCode.ENROLMENT_REQUIRED);
            case Presence.Absent _ -> throw dead();
        };
    }

    private Caller owing(String token, Supplier<Origin> origin) {
        return switch (visits.present(token)) {
            case Presence.Present present -> new OwingCaller(present.session(), present.account(), origin);
            case Presence.Owing owing -> new OwingCaller(owing.session(), owing.account(), origin);
            case Presence.Absent _ -> throw dead();
        };
    }

    private static String token(HttpServletRequest request, Token.Kind wanted) {
        String token = bearer(request);
        Optional<Token.Kind> kind = Token.kindOf(token);
        if (kind.isEmpty()) {
            throw dead();
        }
        if (kind.get() != wanted) {
            throw new Refusal(
                    Problem.of(ProblemCode.WRONG_TOKEN_KIND, "This call takes a " + wanted.prefix() + "… token."),
                    INVALID_TOKEN);
        }
        return token;
    }

    private static String bearer(HttpServletRequest request) {
        List<String> headers = java.util.Collections.list(request.getHeaders("Authorization"));
        if (headers.isEmpty()) {
            throw new Refusal(Problem.of(ProblemCode.UNAUTHENTICATED), BEARER);
        }
        if (headers.size() > 1) {
            throw new Refusal(Problem.of(ProblemCode.MALFORMED_REQUEST, "Send one Authorization header."));
        }
        String header = headers.getFirst();
        // RFC 9110 §11.1: the scheme is case-insensitive.
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new Refusal(Problem.of(ProblemCode.UNAUTHENTICATED), BEARER);
        }
        return header.substring(7).strip();
    }

    private static Refusal dead() {
        return new Refusal(Problem.of(ProblemCode.UNAUTHENTICATED), INVALID_TOKEN);
    }
}
