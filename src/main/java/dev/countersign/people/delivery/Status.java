package dev.countersign.people.delivery;

import java.util.Locale;

/// Where a message stands.
public enum Status {
    /// To be sent, now or at its next try.
    WAITING,
    /// A server has taken it to hand it over.
    SENDING,
    /// A gateway took it.
    SENT,
    /// The receiver's side says that it has arrived.
    DELIVERED,
    /// It may have gone out: the server or the line broke while it was being handed over. A code is then not tried
    /// again.
    UNKNOWN,
    /// No gateway will take it, or the receiver's side says that it did not arrive.
    FAILED,
    /// Its time ran out before it could be sent.
    EXPIRED,
    /// What it carried became void before it was sent.
    WITHDRAWN;

    /// Whether whoever waits for it had better ask again or go another way.
    public boolean lost() {
        return this == FAILED || this == UNKNOWN;
    }

    /// Its name in tables and the API.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// Whether nothing more will be done about it.
    public boolean over() {
        return this != WAITING && this != SENDING;
    }
}
