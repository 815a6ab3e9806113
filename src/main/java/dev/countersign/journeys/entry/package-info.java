/// How people enter sites that stand behind a proxy, and what is decided for each of their requests.
@NullMarked
package dev.countersign.journeys.entry;

import org.jspecify.annotations.NullMarked;
