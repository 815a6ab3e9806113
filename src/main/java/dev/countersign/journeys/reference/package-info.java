/// People as applications call them: their factors, and the questions that applications ask them.
@NullMarked
package dev.countersign.journeys.reference;

import org.jspecify.annotations.NullMarked;
