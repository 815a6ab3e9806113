/// Apps, and everything somebody might try with their codes and tokens.
@org.jspecify.annotations.NullMarked
package dev.countersign.journeys.authorization;
