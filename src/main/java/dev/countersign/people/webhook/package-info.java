/// Webhooks: where an organisation is told of its events, and what became of each telling.
@NullMarked
package dev.countersign.people.webhook;

import org.jspecify.annotations.NullMarked;
