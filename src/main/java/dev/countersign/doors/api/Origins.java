package dev.countersign.doors.api;

import dev.countersign.ground.audit.Network;
import dev.countersign.ground.audit.Origin;
import dev.countersign.rules.device.BrowserName;
import jakarta.servlet.http.HttpServletRequest;

/// Where calls come from: the peer's network (proxies that are trusted were resolved before) and what its program
/// calls itself.
final class Origins {
    private Origins() {}

    static Origin of(HttpServletRequest request) {
        String browser = BrowserName.of(
                request.getHeader("User-Agent"),
                request.getHeader("Sec-CH-UA"),
                request.getHeader("Sec-CH-UA-Platform"));
        return new Origin(Network.of(request.getRemoteAddr()), browser);
    }
}
