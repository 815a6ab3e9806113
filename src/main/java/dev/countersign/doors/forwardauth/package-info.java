/// The door for proxies: whether a request to a site behind them may go on. Answered ahead of the framework.
@NullMarked
package dev.countersign.doors.forwardauth;

import org.jspecify.annotations.NullMarked;
