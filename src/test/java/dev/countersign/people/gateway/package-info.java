@NullMarked
package dev.countersign.people.gateway;

import org.jspecify.annotations.NullMarked;
