package dev.countersign.wiring;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What apps behind this server may make it do.
public record AppSettings(
        @About(
                value =
                        "Whether apps are told of sessions that ended, and webhooks of events, at addresses that are not public (`10.0.0.0/8`, `localhost` and their like), webhooks also by plain http. Owners of organisations register these addresses: say `true` where they may reach what stands in the server's own network.",
                unset = "`true` while the base URL is a loopback address, else `false`")
        @Nullable
        Boolean privateTargets) {

    /// Whether addresses that are not public may be reached.
    boolean privateTargets(URI baseUrl) {
        return privateTargets == null ? Checks.loopback(baseUrl.getHost()) : privateTargets;
    }
}
