/// How settings are read, and what a start refuses.
@NullMarked
package dev.countersign.wiring;

import org.jspecify.annotations.NullMarked;
