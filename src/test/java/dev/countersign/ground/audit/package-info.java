@NullMarked
package dev.countersign.ground.audit;

import org.jspecify.annotations.NullMarked;
