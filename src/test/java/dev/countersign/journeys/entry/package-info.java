/// The way into sites, and what takes it away.
@NullMarked
package dev.countersign.journeys.entry;

import org.jspecify.annotations.NullMarked;
