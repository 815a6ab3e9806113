/// The ways back and out: a changed password, a password link, a reset of two-step sign-in, an unlock.
@NullMarked
package dev.countersign.journeys.recovery;

import org.jspecify.annotations.NullMarked;
