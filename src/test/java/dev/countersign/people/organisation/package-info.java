@NullMarked
package dev.countersign.people.organisation;

import org.jspecify.annotations.NullMarked;
