package dev.countersign.factors.outofband;

import dev.countersign.people.delivery.Channel;

/// An email address that codes go to, of a holder that has none of its own. It prints masked.
///
/// @param address as it was given
/// @param key the same, always written the same way
/// @param masked as it is hinted at
public record Mailbox(String address, String key, String masked) {
    /// Where its codes go.
    public Destination destination() {
        return new Destination(Channel.EMAIL, key);
    }

    @Override
    public String toString() {
        return "Mailbox[" + masked + "]";
    }
}
