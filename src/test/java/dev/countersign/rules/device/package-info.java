@NullMarked
package dev.countersign.rules.device;

import org.jspecify.annotations.NullMarked;
