package dev.countersign.journeys.departure;

import java.time.Instant;
import java.util.List;

/// What came of asking that an account be erased.
public sealed interface DeletionOutcome {
    /// It will be, then; the person is signed out everywhere.
    record Asked(Instant eraseAt) implements DeletionOutcome {}

    /// Fresh proof is needed first.
    record StepUpRequired() implements DeletionOutcome {}

    /// What was typed is not the account's address.
    record NotConfirmed() implements DeletionOutcome {}

    /// The account is the only owner of these organisations, which have to be handed over or deleted first.
    record SoleOwner(List<String> organisations) implements DeletionOutcome {}
}
