/// The operator's command line: for when nobody can sign in.
@NullMarked
package dev.countersign.doors.cli;

import org.jspecify.annotations.NullMarked;
