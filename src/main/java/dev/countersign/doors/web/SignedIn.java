package dev.countersign.doors.web;

import dev.countersign.journeys.signin.Presence;
import dev.countersign.people.account.Account;
import dev.countersign.rules.session.Session;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The access of a person who is signed in and owes nothing that comes first. A handler that takes it is reached by
/// nobody else (on pages that are `@Proving` also by those who owe an enrolment), and by a form only when the form was
/// made for this account.
record SignedIn(Browser browser, Presence.Present present, String token) {
    Session session() {
        return present.session();
    }

    Account account() {
        return present.account();
    }

    /// The zone that times are shown in.
    ZoneId zone() {
        return zoneOf(account());
    }

    static ZoneId zoneOf(Account account) {
        try {
            return ZoneId.of(account.timeZone());
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }
}
