/// The one-time code that support hands over after a reset.
@NullMarked
package dev.countersign.factors.handover;

import org.jspecify.annotations.NullMarked;
