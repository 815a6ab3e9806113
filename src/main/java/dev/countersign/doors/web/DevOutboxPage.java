package dev.countersign.doors.web;

import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.organisation.Installation;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.View;

/// `/dev/outbox`: what would have been sent, for whoever tries the server on their own machine. To anybody else,
/// and wherever a gateway is set, there is no such page.
@Controller
final class DevOutboxPage {
    private static final String PATH = "/dev/outbox";

    private final Pages pages;
    private final DevOutbox devOutbox;
    private final Installation installation;

    DevOutboxPage(Pages pages, DevOutbox devOutbox, Installation installation) {
        this.pages = pages;
        this.devOutbox = devOutbox;
        this.installation = installation;
    }

    @GetMapping(path = PATH, produces = MediaType.TEXT_HTML_VALUE)
    @Open
    View page(Browser browser) {
        demandOwnMachine(browser.request());
        return pages.show(
                browser, "dev/outbox", Map.of("messages", devOutbox.kept().reversed()));
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    @Open
    ResponseEntity<Map<String, Object>> items(Browser browser) {
        demandOwnMachine(browser.request());
        List<Map<String, String>> items = devOutbox.kept().stream()
                .map(message -> Map.of(
                        "at", message.at().toString(),
                        "channel", message.channel() == Channel.TEXT ? "sms" : "email",
                        "to", message.to(),
                        "subject", message.subject(),
                        "text", message.text()))
                .toList();
        return ResponseEntity.ok(Map.of("items", items));
    }

    /// The listener and the base URL were looked at when the server started: without them nothing comes here.
    private void demandOwnMachine(HttpServletRequest request) {
        boolean here = devOutbox.active()
                && loopback(request.getRemoteAddr())
                && asConfigured(request.getHeader("Host"))
                && !forwarded(request);
        if (!here) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    private static boolean loopback(String address) {
        return InetAddress.ofLiteral(address).isLoopbackAddress();
    }

    private boolean asConfigured(String host) {
        URI base = installation.baseUrl();
        String wanted = base.getPort() < 0 ? base.getHost() : base.getHost() + ":" + base.getPort();
        return wanted.equalsIgnoreCase(host);
    }

    private static boolean forwarded(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.startsWith("x-forwarded")
                        || name.equals("forwarded")
                        || name.equals("via")
                        || name.equals("x-real-ip"));
    }
}
