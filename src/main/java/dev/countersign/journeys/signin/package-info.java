/// From a password to a session: challenges, responses, step-up, and the one function that issues sessions.
@NullMarked
package dev.countersign.journeys.signin;

import org.jspecify.annotations.NullMarked;
