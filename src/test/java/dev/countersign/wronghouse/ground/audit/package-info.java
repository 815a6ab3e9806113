/// Part of a house built wrong on purpose; see RoomsTest.
@NullMarked
package dev.countersign.wronghouse.ground.audit;

import org.jspecify.annotations.NullMarked;
