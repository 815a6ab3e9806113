package dev.countersign.doors.web;

import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.journeys.enrolment.PendingSms;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.pages.Texted;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What the pages say about a texted code, and about asking for another.
@Component
final class Texts {
    private final InstantSource clock;
    private final Outbox outbox;

    private final DevOutbox devOutbox;

    Texts(InstantSource clock, Outbox outbox, DevOutbox devOutbox) {
        this.clock = clock;
        this.outbox = outbox;
        this.devOutbox = devOutbox;
    }

    /// The key of what is said where texts arrive late; empty where they do not.
    String late(Channel channel) {
        return outbox.late(channel, clock.instant()) ? "text.late." + channel.word() : "";
    }

    /// The key of what is said where the newest message is lost, or messages arrive late; empty where all is well.
    private String trouble(Channel channel, Optional<String> messageId) {
        return messageId
                .flatMap(outbox::status)
                .filter(Status::lost)
                .map(status -> "text." + status.word() + "." + channel.word())
                .orElseGet(() -> late(channel));
    }

    /// A text or a mail that answers a challenge.
    Texted of(Browser browser, CodeWay way, String hint, Optional<SentCodes.Standing> standing) {
        boolean good = standing.filter(sent -> !sent.used() && sent.expiresAt().isAfter(clock.instant()))
                .isPresent();
        Channel channel = way == CodeWay.EMAIL ? Channel.EMAIL : Channel.TEXT;
        // It is asked after while it is waited for, and no longer.
        Optional<String> waitedFor = standing.filter(ignored -> good).map(SentCodes.Standing::messageId);
        return texted(
                browser,
                hint,
                good,
                trouble(channel, waitedFor),
                channel,
                standing.map(SentCodes.Standing::nextSendAt).orElse(Instant.EPOCH));
    }

    /// The text that verifies a phone.
    Texted of(Browser browser, PendingSms pending) {
        return texted(
                browser,
                pending.hint(),
                true,
                trouble(Channel.TEXT, Optional.of(pending.messageId())),
                Channel.TEXT,
                pending.nextSendAt());
    }

    /// A code that was mailed to that address.
    Texted of(Browser browser, String email, Instant nextSendAt) {
        return texted(browser, email, true, late(Channel.EMAIL), Channel.EMAIL, nextSendAt);
    }

    private Texted texted(Browser browser, String hint, boolean sent, String trouble, Channel channel, Instant next) {
        Duration left = Duration.between(clock.instant(), next);
        long wait = left.isPositive() ? left.plusMillis(999).toSeconds() : 0;
        return new Texted(
                hint, sent, wait, browser.words().length(Duration.ofSeconds(wait)), devOutbox.takes(channel), trouble);
    }

    /// Why no code was sent, as a sentence.
    String refusal(Browser browser, Instant retryAt, boolean soon) {
        Duration wait = Duration.between(clock.instant(), retryAt);
        return browser.words()
                .say(
                        soon ? "text.too-soon" : "text.limited",
                        "time",
                        browser.words().length(wait));
    }

    /// The same of what came of asking; empty where one was sent or there is nothing to ask for.
    Optional<String> refusal(Browser browser, SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.TooSoon it -> Optional.of(refusal(browser, it.retryAt(), true));
            case SendOutcome.Limited it -> Optional.of(refusal(browser, it.retryAt(), false));
            case SendOutcome.LockedOut it -> Optional.of(refusal(browser, it.until(), false));
            case SendOutcome.NotOffered ignored -> Optional.of(browser.words().say("text.not-offered"));
            case SendOutcome.Sent ignored -> Optional.empty();
            case SendOutcome.Expired ignored -> Optional.empty();
        };
    }
}
