@NullMarked
package dev.countersign.ground.store;

import org.jspecify.annotations.NullMarked;
