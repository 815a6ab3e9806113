@NullMarked
package dev.countersign.journeys.organisation;

import org.jspecify.annotations.NullMarked;
