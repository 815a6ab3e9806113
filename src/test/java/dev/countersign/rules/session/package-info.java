@NullMarked
package dev.countersign.rules.session;

import org.jspecify.annotations.NullMarked;
