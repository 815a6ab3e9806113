package dev.countersign.wiring;

import dev.countersign.journeys.signup.SignUps;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/// What the server prints when it is ready: where it is, and, until the first start is done, the set-up link. The
/// link is a secret, so these lines go to standard output and never to a log.
@Component
public final class Announcement {
    private final Settings settings;
    private final SignUps signUps;
    private final DevOutbox devOutbox;

    Announcement(Settings settings, SignUps signUps, DevOutbox devOutbox) {
        this.devOutbox = devOutbox;
        this.settings = settings;
        this.signUps = signUps;
    }

    /// The lines.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Countersign is ready at " + settings.baseUrl());
        if ("http".equals(settings.baseUrl().getScheme())
                && !Checks.loopback(settings.baseUrl().getHost())) {
            lines.add(
                    "Its address is plain http: cookies and passwords can be read on the way. Use https for anything but a trial.");
        }
        if (devOutbox.takes(Channel.EMAIL)) {
            lines.add("No mail server is set. Mail appears at " + settings.baseUrl() + "/dev/outbox");
        }
        signUps.newSetUpLink().ifPresent(token -> {
            lines.add("To set it up, open this link within the hour (it works once):");
            lines.add(String.format(Locale.ROOT, "%s/first-start?token=%s", settings.baseUrl(), token.text()));
        });
        return lines;
    }
}
