@NullMarked
package dev.countersign.journeys.signin;

import org.jspecify.annotations.NullMarked;
