@NullMarked
package dev.countersign.journeys.signup;

import org.jspecify.annotations.NullMarked;
