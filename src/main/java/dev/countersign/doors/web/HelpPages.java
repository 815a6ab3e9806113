package dev.countersign.doors.web;

import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.pages.HelpRules;
import dev.countersign.pages.HelpTopic;
import dev.countersign.pages.Words;
import dev.countersign.people.account.Account;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.brand.Brands;
import dev.countersign.people.delivery.Channel;
import dev.countersign.rules.policy.EffectivePolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;

/// `/help` and its topics, `/privacy` and `/accessibility`. To whoever is signed in or has given the right password
/// they say the rules that hold for that account; to everybody else those of this server, whatever anybody's
/// organisation has set.
@Controller
final class HelpPages {
    private final Pages pages;
    private final PageAccess access;
    private final ErrorPages errors;
    private final SignInRooms rooms;
    private final Brands brands;

    HelpPages(Pages pages, PageAccess access, ErrorPages errors, SignInRooms rooms, Brands brands) {
        this.pages = pages;
        this.access = access;
        this.errors = errors;
        this.rooms = rooms;
        this.brands = brands;
    }

    @GetMapping("/help")
    @Open
    View help(Browser browser) {
        Optional<Account> account = access.recognise(browser);
        List<String> rules = rules(browser.words(), account).of(null);
        return pages.show(browser, "help/help", Map.of("rules", rules, "known", account.isPresent()));
    }

    @GetMapping("/help/{topic}")
    @Open
    View topic(Browser browser, @PathVariable String topic) {
        Optional<HelpTopic> found = HelpTopic.of(topic);
        if (found.isEmpty()) {
            return errors.page(browser, 404);
        }
        Optional<Account> account = access.recognise(browser);
        Words words = browser.words();
        return pages.show(
                browser,
                "help/topic",
                Map.of(
                        "topic", found.get().word(),
                        "paragraphs", paragraphs(words, "help." + found.get().word()),
                        "rules", rules(words, account).of(found.get()),
                        "known", account.isPresent()));
    }

    @GetMapping("/privacy")
    @Open
    View privacy(Browser browser) {
        return text(browser, "privacy");
    }

    @GetMapping("/accessibility")
    @Open
    View accessibility(Browser browser) {
        return text(browser, "accessibility");
    }

    private View text(Browser browser, String page) {
        access.recognise(browser);
        return pages.show(browser, "help/text", Map.of("name", page, "paragraphs", paragraphs(browser.words(), page)));
    }

    private static List<String> paragraphs(Words words, String key) {
        List<String> paragraphs = new ArrayList<>();
        while (words.has(key + "." + (paragraphs.size() + 1))) {
            paragraphs.add(key + "." + (paragraphs.size() + 1));
        }
        return paragraphs;
    }

    private HelpRules rules(Words words, Optional<Account> account) {
        boolean mails = rooms.outbox().carries(Channel.EMAIL);
        if (account.isEmpty()) {
            return new HelpRules(words, rooms.policies().installation(), mails, null, null);
        }
        EffectivePolicy effective = rooms.policies().effective(account.get().id());
        return new HelpRules(
                words,
                effective.policy(),
                mails,
                due(words, account.get(), effective),
                brands.managing(account.get().id()).map(Brand::name).orElse(null));
    }

    private @Nullable String due(Words words, Account account, EffectivePolicy effective) {
        Instant until = effective.graceUntil(account.createdAt());
        return until == null || until.isBefore(rooms.clock().instant())
                ? null
                : words.day(until, SignedIn.zoneOf(account));
    }
}
