/// Clients: the apps that sign people in here, as their organisation registered them.
@NullMarked
package dev.countersign.people.client;

import org.jspecify.annotations.NullMarked;
