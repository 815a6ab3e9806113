package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Caller.ChallengeCaller;
import dev.countersign.doors.api.Caller.EnrolmentCaller;
import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.Caller.OwingCaller;
import dev.countersign.doors.api.Caller.QuestionCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.Caller.VerifyAppCaller;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.organisation.KeyOutcome;
import dev.countersign.journeys.organisation.OrganisationKeys;
import dev.countersign.journeys.reference.VerifyKeys;
import dev.countersign.journeys.reference.VerifyKeys.VerifyKeyOutcome;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.people.verifyapp.VerifyApp;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.time.Instant;
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
    private final OrganisationKeys keys;
    private final VerifyKeys verifyKeys;
    private final Map<Method, Class<?>> kinds = new ConcurrentHashMap<>();

    Access(Visits visits, SignIns signIns, OrganisationKeys keys, VerifyKeys verifyKeys) {
        this.visits = visits;
        this.signIns = signIns;
        this.keys = keys;
        this.verifyKeys = verifyKeys;
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
        } else if (kind == ManagingCaller.class) {
            return managing(handler, request, origin);
        } else if (kind == OwingCaller.class) {
            return owing(token(request, Token.Kind.SESSION), origin);
        } else if (kind == ChallengeCaller.class) {
            return new ChallengeCaller(token(request, Token.Kind.CHALLENGE), origin);
        } else if (kind == EnrolmentCaller.class) {
            String token = token(request, Token.Kind.ENROLMENT);
            return new EnrolmentCaller(signIns.grant(token).orElseThrow(Access::dead), origin);
        } else if (kind == VerifyAppCaller.class) {
            return application(token(request, Token.Kind.VERIFY_KEY), origin);
        } else if (kind == QuestionCaller.class) {
            return new QuestionCaller(token(request, Token.Kind.VERIFY_CHALLENGE), origin);
        }
        throw new IllegalStateException(handler + " takes a caller of an unknown kind");
    }

    private SessionCaller session(String token, Supplier<Origin> origin) {
        return switch (visits.present(token)) {
            case Presence.Present present -> new SessionCaller(present, origin);
            case Presence.Owing _ -> throw new Refusal(ProblemCode.ENROLMENT_REQUIRED);
            case Presence.Absent _ -> throw dead();
        };
    }

    /// An API key is told what it lacks only after it was found good.
    private Caller managing(HandlerMethod handler, HttpServletRequest request, Supplier<Origin> origin) {
        String bearer = bearer(request);
        if (Token.kindOf(bearer).filter(Token.Kind.KEY::equals).isEmpty()) {
            SessionCaller person = session(token(bearer, Token.Kind.SESSION), origin);
            return new ManagingCaller(
                    person.session(),
                    person.credentialId(),
                    () -> person.account().locale(),
                    origin);
        }
        KeyScope scope = scopeOf(handler);
        return switch (keys.present(bearer, scope, origin.get())) {
            case KeyOutcome.Known(ApiKey key) ->
                new ManagingCaller(
                        key,
                        key.id(),
                        () -> keys.locale(key),
                        () -> origin.get().by(new Origin.Key(key.id(), key.name())));
            case KeyOutcome.Dead _ -> throw dead();
            case KeyOutcome.OutOfScope _ ->
                throw new Refusal(
                        Problem.of(ProblemCode.FORBIDDEN, "This key does not have the scope " + scope.word() + "."),
                        Map.of(
                                "WWW-Authenticate",
                                "Bearer realm=\"countersign\", error=\"insufficient_scope\", scope=\"" + scope.word()
                                        + "\""));
            case KeyOutcome.Delayed(Instant until) ->
                throw new Refusal(Problem.retry(ProblemCode.TOO_MANY_CALLS, until));
        };
    }

    /// The scope that a handler for keys asks for.
    ///
    /// @throws IllegalStateException when it names none: such a route is open to nobody
    static KeyScope scopeOf(HandlerMethod handler) {
        Scoped scoped = handler.getMethodAnnotation(Scoped.class);
        if (scoped == null) {
            throw new IllegalStateException(handler + " must say which scope a key needs");
        }
        return scoped.value();
    }

    private Caller application(String key, Supplier<Origin> origin) {
        return switch (verifyKeys.present(key)) {
            case VerifyKeyOutcome.Known(VerifyApp app) -> new VerifyAppCaller(app, origin);
            case VerifyKeyOutcome.Dead _ -> throw dead();
            case VerifyKeyOutcome.Delayed(Instant until) ->
                throw new Refusal(Problem.retry(ProblemCode.TOO_MANY_CALLS, until));
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
        return token(bearer(request), wanted);
    }

    private static String token(String token, Token.Kind wanted) {
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
