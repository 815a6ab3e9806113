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
record Enrolling(
        Browser browser,
        Enroller enroller,
        Account account,
        @Nullable String sessionToken,
        boolean owing) {
    /// The date until which the person may put it off, where there is one.
    Optional<Instant> skippableUntil() {
        return switch (enroller) {
            case Enroller.ByGrant by -> Optional.ofNullable(by.grant().skippableUntil());
            case Enroller.BySession ignored -> Optional.empty();
        };
    }
}
