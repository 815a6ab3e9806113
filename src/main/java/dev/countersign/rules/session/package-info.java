/// Signed-in browsers and apps, and what each of them has proven.
@NullMarked
package dev.countersign.rules.session;

import org.jspecify.annotations.NullMarked;
