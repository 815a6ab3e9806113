/// Going for good: the data of an account to take along, and its erasure.
@NullMarked
package dev.countersign.journeys.departure;

import org.jspecify.annotations.NullMarked;
