/// Where gateways say what became of a message.
@NullMarked
package dev.countersign.doors.callback;

import org.jspecify.annotations.NullMarked;
