@NullMarked
package dev.countersign.doors.web;

import org.jspecify.annotations.NullMarked;
