package dev.countersign.journeys.entry;

import dev.countersign.people.account.Account;
import dev.countersign.people.site.Site;
import java.time.Instant;

/// What is next for a person on the way to a site.
public sealed interface EntryStep {
    /// To the site's own host, with a ticket.
    record Enter(Site site, String to) implements EntryStep {}

    /// Over our pages; the token says which way it is.
    record Waits(String token) implements EntryStep {}

    /// To sign in.
    record SignIn() implements EntryStep {}

    /// To set up two-step sign-in.
    record Enrol() implements EntryStep {}

    /// To prove more, or anew.
    record StepUp(boolean passkey) implements EntryStep {}

    /// The site wants a passkey, and the account has none.
    record PasskeyMissing(Site site, Account account) implements EntryStep {}

    /// The site, or that part of it, is not for this account.
    record NotForYou(Site site, Account account) implements EntryStep {}

    /// The address is none of the site's, or there is no such site.
    record Refused() implements EntryStep {}

    /// Too many are on the way from there.
    record Busy(Instant until) implements EntryStep {}

    /// The way is unknown, gone or too old.
    record Gone() implements EntryStep {}
}
