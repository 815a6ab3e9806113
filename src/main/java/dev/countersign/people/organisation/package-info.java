/// Organisations, their members and roles, and invitations.
@NullMarked
package dev.countersign.people.organisation;

import org.jspecify.annotations.NullMarked;
