package dev.countersign.ground.audit;

/// Where a request came from: the network (an IPv4 address, or the /64 of an IPv6 one) and the name of the browser
/// or app ("Firefox on macOS").
public record Origin(String network, String browser) {
    /// The operator's command line.
    public static final Origin CONSOLE = new Origin("console", "console");
}
