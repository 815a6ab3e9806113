/// Receipts of gateways.
@NullMarked
package dev.countersign.doors.callback;

import org.jspecify.annotations.NullMarked;
