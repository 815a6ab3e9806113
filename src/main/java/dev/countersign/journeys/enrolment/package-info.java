/// Binding a factor to an account: pending, then confirmed; backup codes; removal.
@NullMarked
package dev.countersign.journeys.enrolment;

import org.jspecify.annotations.NullMarked;
