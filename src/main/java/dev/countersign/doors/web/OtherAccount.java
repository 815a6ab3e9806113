package dev.countersign.doors.web;

import dev.countersign.people.account.Account;

/// A form came that was made for another account than the active one.
final class OtherAccount extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Account active;

    OtherAccount(Account active) {
        super("A form was made for another account", null, false, false);
        this.active = active;
    }

    Account active() {
        return active;
    }
}
