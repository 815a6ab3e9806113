/// The door for apps: what they call by OpenID Connect and OAuth 2.0. Spring Authorization Server reads their calls and
/// writes the answers; who gets what is decided by the journeys.
@NullMarked
package dev.countersign.doors.oidc;

import org.jspecify.annotations.NullMarked;
