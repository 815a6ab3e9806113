/// Messages to people: the outbox they wait in, what became of each, and the gateways they leave by.
@NullMarked
package dev.countersign.people.delivery;

import org.jspecify.annotations.NullMarked;
