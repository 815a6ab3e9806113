package dev.countersign.people.gateway;

import java.util.Optional;

/// Reads a gateway's receipts, and believes none that is not proven to be that gateway's.
public interface Receipts {
    /// The name of the gateway, and the last part of the path its receipts come to.
    String gateway();

    /// What the receipt says; empty when it is forged, too old, not understood, or not the last word.
    Optional<Receipt> read(Callback callback);
}
