/// Part of a house built wrong on purpose; see RoomsTest.
@NullMarked
package dev.countersign.wronghouse.doors.web;

import org.jspecify.annotations.NullMarked;
