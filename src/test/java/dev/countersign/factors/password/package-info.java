@NullMarked
package dev.countersign.factors.password;

import org.jspecify.annotations.NullMarked;
