package dev.countersign.pages;

import dev.countersign.people.client.Client;
import org.jspecify.annotations.Nullable;

/// An app as one line of a list.
///
/// @param kind `confidential` or `public`
/// @param at when it was last used, or registered
public record ClientEntry(
        String id, String name, String kind, @Nullable Moment at) {
    /// That app, and then.
    public static ClientEntry of(Client client, @Nullable Moment at) {
        return new ClientEntry(
                client.id(), client.terms().name(), client.terms().kind().word(), at);
    }
}
