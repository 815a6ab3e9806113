package dev.countersign.factors.passkey;

/// The first thing that was wrong with what an authenticator or a browser sent. For the audit trail, not for pages.
public enum PasskeyFault {
    /// Made by the other ceremony.
    TYPE("type"),
    /// Made on a page of another origin.
    ORIGIN("origin"),
    /// Made inside a frame of another origin.
    CROSS_ORIGIN("cross-origin"),
    /// Made for another relying party.
    RELYING_PARTY("relying-party"),
    /// Nobody touched the authenticator.
    USER_PRESENCE("user-presence"),
    /// The authenticator did not make sure that it is the person, where that is needed.
    USER_VERIFICATION("user-verification"),
    /// Backup flags that contradict each other, or the passkey as it was enrolled.
    BACKUP_FLAGS("backup-flags"),
    /// A key of another kind than was asked for.
    ALGORITHM("algorithm"),
    /// What the authenticator says of itself does not hold, or nobody vouches for it.
    ATTESTATION("attestation"),
    /// A model that is not on the list.
    MODEL("model"),
    /// A passkey that can be copied, where one bound to its device is needed.
    DEVICE_BOUND("device-bound"),
    /// Missing, or not that of the passkey's account.
    USER_HANDLE("user-handle"),
    /// The signature does not hold.
    SIGNATURE("signature"),
    /// The factor is suspended.
    SUSPENDED("suspended");

    private final String word;

    PasskeyFault(String word) {
        this.word = word;
    }

    /// The name in the audit trail.
    public String word() {
        return word;
    }
}
