/// Messages in words, held to what people and mail programs need.
@NullMarked
package dev.countersign.doors.letters;

import org.jspecify.annotations.NullMarked;
