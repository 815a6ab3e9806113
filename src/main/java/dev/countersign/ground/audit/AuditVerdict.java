package dev.countersign.ground.audit;

/// What checking the record of events against its seals found.
public sealed interface AuditVerdict {
    /// Every sealed event is there as it was written.
    ///
    /// @param unsealed events that are too young to be sealed, or that nobody has sealed yet
    record Intact(long events, long unsealed, SealHead head) implements AuditVerdict {}

    /// Something is not as it was written.
    ///
    /// @param sequence the first seal that does not hold
    record Broken(long sequence, Fault fault) implements AuditVerdict {}

    /// What is wrong.
    enum Fault {
        /// An event of that seal was changed, removed, added or moved.
        EVENTS,
        /// The seal itself is not there, or the chain does not begin where it should.
        SEAL,
        /// The head that was kept is not in the chain: its end was cut off, or it was written anew.
        HEAD,
        /// Events bear a seal that there is none of.
        STRAY_EVENTS
    }
}
