/// Limits on failures: may I, and when may I.
@NullMarked
package dev.countersign.ground.throttle;

import org.jspecify.annotations.NullMarked;
