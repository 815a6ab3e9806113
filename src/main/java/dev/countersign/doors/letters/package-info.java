/// How messages look: mails and texts in the words and the time zone of whom they go to.
@NullMarked
package dev.countersign.doors.letters;

import org.jspecify.annotations.NullMarked;
