@NullMarked
package dev.countersign.ground.throttle;

import org.jspecify.annotations.NullMarked;
