package dev.countersign.ground.audit;

import org.jspecify.annotations.Nullable;

/// Where a request came from: the network (an IPv4 address, or the /64 of an IPv6 one) and the name of the browser
/// or app ("Firefox on macOS").
///
/// @param key the API key that it was made with, null for people
public record Origin(
        String network, String browser, @Nullable Key key) {
    /// The operator's command line.
    public static final Origin CONSOLE = new Origin("console", "console");

    /// An API key, as it stands on record beside its maker.
    public record Key(String id, String name) {}

    /// A person's request.
    public Origin(String network, String browser) {
        this(network, browser, null);
    }

    /// The same, made with that key.
    public Origin by(Key used) {
        return new Origin(network, browser, used);
    }
}
