@NullMarked
package dev.countersign.journeys.reference;

import org.jspecify.annotations.NullMarked;
