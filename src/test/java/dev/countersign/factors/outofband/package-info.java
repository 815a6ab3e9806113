@NullMarked
package dev.countersign.factors.outofband;

import org.jspecify.annotations.NullMarked;
