@NullMarked
package dev.countersign.factors.factor;

import org.jspecify.annotations.NullMarked;
