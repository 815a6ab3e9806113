/// What people give to apps: the request of an app and its way to an answer, the tokens behind it, and their end.
@NullMarked
package dev.countersign.journeys.authorization;

import org.jspecify.annotations.NullMarked;
