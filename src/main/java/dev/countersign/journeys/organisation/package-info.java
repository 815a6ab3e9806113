/// Organisations as their people live them: founding, inviting, joining, leaving, and helping members.
@NullMarked
package dev.countersign.journeys.organisation;

import org.jspecify.annotations.NullMarked;
