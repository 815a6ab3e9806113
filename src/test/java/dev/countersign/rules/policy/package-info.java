@NullMarked
package dev.countersign.rules.policy;

import org.jspecify.annotations.NullMarked;
