/// Messages on their way out.
@NullMarked
package dev.countersign.people.delivery;

import org.jspecify.annotations.NullMarked;
