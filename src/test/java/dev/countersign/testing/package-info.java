/// What the tests of every room share: both databases, and a clock that stands still.
@NullMarked
package dev.countersign.testing;

import org.jspecify.annotations.NullMarked;
