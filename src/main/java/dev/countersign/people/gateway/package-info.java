/// The ways out for messages: mail servers and telephone companies, and the receipts that come back from them.
@NullMarked
package dev.countersign.people.gateway;

import org.jspecify.annotations.NullMarked;
