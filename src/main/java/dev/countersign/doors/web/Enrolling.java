package dev.countersign.doors.web;

import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.people.account.Account;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The access of a person who may enrol a factor: signed in, or with a grant from a sign-in that cannot end without
/// one.
///
/// @param sessionToken the session's token, null with a grant
/// @param owing whether nothing else is reachable before the enrolment is done
/// @param graceUntil until when a requirement can be put off by somebody who is signed in, or null
record Enrolling(
        Browser browser,
        Enroller enroller,
        Account account,
        @Nullable String sessionToken,
        boolean owing,
        @Nullable Instant graceUntil) {
    /// Fresh proof first, then that page again, which leads on to where the person wants to go. A grant is fresh by
    /// itself or over: only a session can be confirmed anew.
    SeeOther confirmFirst(String path) {
        return sessionToken == null
                ? browser.to("/sign-in?notice=expired")
                : Settings.confirmFirst(browser.to(path).location());
    }

    /// The date until which the person may put it off, where there is one.
    Optional<Instant> skippableUntil() {
        return switch (enroller) {
            case Enroller.ByGrant by -> Optional.ofNullable(by.grant().skippableUntil());
            case Enroller.BySession ignored -> Optional.ofNullable(graceUntil);
        };
    }
}
