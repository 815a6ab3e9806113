package dev.countersign.journeys.signin;

import dev.countersign.ground.audit.Origin;
import org.jspecify.annotations.Nullable;

/// The first step of a sign-in. `bindDevice` is set for browsers: the challenge is then good only together with the
/// device's secret, and a browser without one is given one.
public record PasswordSignIn(
        String email, String password, @Nullable String deviceToken, boolean bindDevice, Origin origin) {}
