/// What every factor has in common: its type, its row in the list, the evidence it leaves.
@NullMarked
package dev.countersign.factors.factor;

import org.jspecify.annotations.NullMarked;
