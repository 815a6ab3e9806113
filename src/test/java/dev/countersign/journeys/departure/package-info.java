@NullMarked
package dev.countersign.journeys.departure;

import org.jspecify.annotations.NullMarked;
