/// The password: its rules, its blocklist, its hash.
@NullMarked
package dev.countersign.factors.password;

import org.jspecify.annotations.NullMarked;
