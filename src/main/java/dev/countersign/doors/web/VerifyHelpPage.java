package dev.countersign.doors.web;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.recovery.FinishRecoveryOutcome;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.recovery.Recoveries;
import dev.countersign.journeys.recovery.RecoveryStanding;
import dev.countersign.journeys.recovery.StartRecoveryOutcome;
import dev.countersign.pages.RecoveryEntry;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/verify/help`: what somebody does who lost every second step: whom to ask and, where policy allows it, account
/// recovery.
@Controller
final class VerifyHelpPage {
    private static final String PATH = "/verify/help";

    private final Pages pages;
    private final InstantSource clock;
    private final Recoveries recoveries;
    private final DevOutbox devOutbox;
    private final PasswordChanges passwords;

    VerifyHelpPage(
            Pages pages, InstantSource clock, Recoveries recoveries, DevOutbox devOutbox, PasswordChanges passwords) {
        this.pages = pages;
        this.clock = clock;
        this.recoveries = recoveries;
        this.devOutbox = devOutbox;
        this.passwords = passwords;
    }

    @GetMapping(PATH)
    View help(HalfWay half) {
        Browser browser = half.browser();
        RecoveryStanding standing = recoveries.standing(half.token(), browser.deviceToken());
        boolean sent = standing instanceof RecoveryStanding.Offered
                && browser.field("notice").equals("sent");
        return show(half, standing, sent ? "sent" : state(standing), "");
    }

    private HtmlView show(HalfWay half, RecoveryStanding standing, String state, String wait) {
        return pages.show(
                half.browser(),
                half.account(),
                "verify/help",
                Map.of(
                        "challenge", half.challenge(),
                        "state", state,
                        "recovery", entry(half, standing),
                        "wait", wait,
                        "mails", passwords.sendsLinks(),
                        "here", devOutbox.takes(Channel.EMAIL)));
    }

    private static String state(RecoveryStanding standing) {
        return switch (standing) {
            case RecoveryStanding.NotOffered ignored -> "off";
            case RecoveryStanding.Expired ignored -> "off";
            case RecoveryStanding.Offered ignored -> "offered";
            case RecoveryStanding.Waits ignored -> "waits";
            case RecoveryStanding.Ready ignored -> "ready";
        };
    }

    private static Optional<RecoveryEntry> entry(HalfWay half, RecoveryStanding standing) {
        return switch (standing) {
            case RecoveryStanding.NotOffered ignored -> Optional.empty();
            case RecoveryStanding.Expired ignored -> Optional.empty();
            case RecoveryStanding.Offered ignored -> Optional.empty();
            case RecoveryStanding.Waits it ->
                Optional.of(RecoveryPage.entry(half.browser(), half.account(), it.waiting()));
            case RecoveryStanding.Ready it ->
                Optional.of(RecoveryPage.entry(half.browser(), half.account(), it.waiting()));
        };
    }

    /// Mails the link that begins it.
    @PostMapping(PATH + "/recovery")
    View start(HalfWay half) {
        Browser browser = half.browser();
        return switch (recoveries.start(half.token(), browser.deviceToken(), browser.origin())) {
            case StartRecoveryOutcome.LinkSent ignored -> browser.to(PATH + "?notice=sent");
            case StartRecoveryOutcome.Waits ignored -> browser.to(PATH);
            case StartRecoveryOutcome.NotOffered ignored -> browser.to(PATH);
            case StartRecoveryOutcome.Delayed it -> {
                Duration wait = Duration.between(clock.instant(), it.until());
                String words = browser.words().length(wait);
                yield show(half, new RecoveryStanding.Offered(), "limited", words)
                        .status(429)
                        .retryAfter(wait);
            }
            case StartRecoveryOutcome.Expired ignored -> over(browser, "expired");
        };
    }

    /// Once the wait is over.
    @PostMapping(PATH + "/recovery/finish")
    View finish(HalfWay half) {
        Browser browser = half.browser();
        return switch (recoveries.finish(half.token(), browser.deviceToken(), browser.origin())) {
            case FinishRecoveryOutcome.Finished ignored -> over(browser, "recovered");
            case FinishRecoveryOutcome.NotYet ignored -> browser.to(PATH);
            case FinishRecoveryOutcome.NotThere ignored -> browser.to(PATH);
            case FinishRecoveryOutcome.Expired ignored -> over(browser, "expired");
        };
    }

    private static View over(Browser browser, String notice) {
        browser.drop(Token.Kind.CHALLENGE);
        return browser.to("/sign-in?notice=" + notice);
    }
}
