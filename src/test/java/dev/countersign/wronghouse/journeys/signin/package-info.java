/// Part of a house built wrong on purpose; see RoomsTest.
@NullMarked
package dev.countersign.wronghouse.journeys.signin;

import org.jspecify.annotations.NullMarked;
