/// API keys: what programs manage an organisation with.
@NullMarked
package dev.countersign.people.apikey;

import org.jspecify.annotations.NullMarked;
