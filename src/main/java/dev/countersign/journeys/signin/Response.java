package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.Origin;
import dev.countersign.rules.session.Session;
import org.jspecify.annotations.Nullable;

/// What a person submits to a challenge. `code` is as the person typed it; `deviceToken` is what the browser holds.
///
/// @param sessionId the session that is stepped up; null at sign-in. A challenge takes an answer only with the
///     session it was opened for: otherwise the answer to somebody else's would raise theirs
public record Response(
        String challengeToken,
        FactorType factor,
        String code,
        boolean remember,
        @Nullable String deviceToken,
        Origin origin,
        @Nullable String sessionId) {

    /// The answer to a sign-in's challenge.
    public Response(
            String challengeToken,
            FactorType factor,
            String code,
            boolean remember,
            @Nullable String deviceToken,
            Origin origin) {
        this(challengeToken, factor, code, remember, deviceToken, origin, null);
    }

    /// The answer to the challenge that steps up that session.
    public static Response toStepUp(
            Session session,
            String challengeToken,
            FactorType factor,
            String code,
            @Nullable String deviceToken,
            Origin origin) {
        return new Response(challengeToken, factor, code, false, deviceToken, origin, session.id());
    }
}
