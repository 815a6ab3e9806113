@NullMarked
package dev.countersign.journeys.enrolment;

import org.jspecify.annotations.NullMarked;
