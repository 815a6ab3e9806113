@NullMarked
package dev.countersign.journeys.recovery;

import org.jspecify.annotations.NullMarked;
