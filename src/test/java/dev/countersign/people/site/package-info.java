/// Sites: what is an address, and which rule counts.
@NullMarked
package dev.countersign.people.site;

import org.jspecify.annotations.NullMarked;
