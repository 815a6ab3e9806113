package dev.countersign.journeys.entry;

import dev.countersign.ground.secret.Token;
import dev.countersign.people.site.SiteAddress;

/// What came of a ticket that was brought to a site.
public sealed interface RedeemOutcome {
    /// The browser is let in by that token, and goes on to where the ticket was for.
    record Entered(Token token, SiteAddress address) implements RedeemOutcome {}

    /// Nothing was given.
    record Refused() implements RedeemOutcome {}
}
