package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.Origin;
import org.jspecify.annotations.Nullable;

/// What a person submits to a challenge. `code` is as the person typed it; `deviceToken` is what the browser holds.
public record Response(
        String challengeToken,
        FactorType factor,
        String code,
        boolean remember,
        @Nullable String deviceToken,
        Origin origin) {}
