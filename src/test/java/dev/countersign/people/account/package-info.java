@NullMarked
package dev.countersign.people.account;

import org.jspecify.annotations.NullMarked;
