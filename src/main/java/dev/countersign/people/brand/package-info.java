/// How an organisation looks to its members, and whom they ask: logo, accent colour, support contact.
@NullMarked
package dev.countersign.people.brand;

import org.jspecify.annotations.NullMarked;
