package dev.countersign.journeys.signup;

import dev.countersign.ground.audit.Origin;
import org.jspecify.annotations.Nullable;

/// What a person fills in to get an account. `enter` asks for a sign-in along with it (pages do, the API does not);
/// `invitation` is the token of an invitation link.
public record NewAccount(
        String email,
        String password,
        String name,
        @Nullable String invitation,
        String locale,
        String timeZone,
        boolean enter,
        @Nullable String deviceToken,
        Origin origin) {}
