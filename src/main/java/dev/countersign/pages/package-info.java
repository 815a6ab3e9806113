/// What page templates are given. The templates under `src/main/jte` are compiled into this package, so these few
/// types are public, while the handlers in `doors.web` are not.
@NullMarked
package dev.countersign.pages;

import org.jspecify.annotations.NullMarked;
