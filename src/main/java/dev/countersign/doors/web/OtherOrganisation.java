package dev.countersign.doors.web;

import dev.countersign.people.organisation.Membership;

/// A form came that was made for another organisation than the one that the person looks at now.
final class OtherOrganisation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SignedIn visit;
    private final transient Membership made;
    private final transient Membership now;

    OtherOrganisation(SignedIn visit, Membership made, Membership now) {
        super("A form was made for another organisation", null, false, false);
        this.visit = visit;
        this.made = made;
        this.now = now;
    }

    SignedIn visit() {
        return visit;
    }

    /// The one that it was made for.
    Membership made() {
        return made;
    }

    /// The one that is looked at.
    Membership now() {
        return now;
    }
}
