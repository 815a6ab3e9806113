/// Tests of calls outside.
@NullMarked
package dev.countersign.ground.outside;

import org.jspecify.annotations.NullMarked;
