/// What proxies ask and are answered.
@NullMarked
package dev.countersign.doors.forwardauth;

import org.jspecify.annotations.NullMarked;
