/// What is demanded of an account, and the one pure function that decides it.
@NullMarked
package dev.countersign.rules.policy;

import org.jspecify.annotations.NullMarked;
