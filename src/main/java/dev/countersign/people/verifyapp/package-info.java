/// Applications that keep their own passwords and have only the second step verified here.
@NullMarked
package dev.countersign.people.verifyapp;

import org.jspecify.annotations.NullMarked;
