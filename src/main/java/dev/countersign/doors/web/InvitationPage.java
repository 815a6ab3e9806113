package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.Joinings;
import dev.countersign.journeys.organisation.Joinings.Waiting;
import dev.countersign.journeys.organisation.PolicyChange;
import dev.countersign.journeys.signin.Presence.Present;
import dev.countersign.pages.Look;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Words;
import dev.countersign.people.account.Account;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.brand.Brands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/invitation/{token}` for an address that has an account: what changes, and then joining. Somebody new signs up
/// on `SignUpPage`.
@Controller
final class InvitationPage {
    private final Pages pages;
    private final PageAccess access;
    private final Organising organising;
    private final Joinings joinings;
    private final Brands brands;

    InvitationPage(Pages pages, PageAccess access, Organising organising, Joinings joinings, Brands brands) {
        this.pages = pages;
        this.access = access;
        this.organising = organising;
        this.joinings = joinings;
        this.brands = brands;
    }

    /// The organisation that an invitation leads into, or "".
    String organisation(String token) {
        return token.isEmpty()
                ? ""
                : joinings.look(token)
                        .map(waiting -> waiting.into().organisationName())
                        .orElse("");
    }

    /// The address of the logo of that organisation, or "".
    String logo(Browser browser, String token) {
        Optional<Brand> brand = token.isEmpty()
                ? Optional.empty()
                : joinings.look(token)
                        .flatMap(waiting -> brands.of(waiting.into().organisationId()));
        return brand.map(it -> wear(browser, it)).orElse("");
    }

    private static String wear(Browser browser, Brand brand) {
        if (brand.accent() != null) {
            browser.wear(brand.accent());
        }
        return brand.logo() == null ? "" : Look.logo(brand.logo());
    }

    /// Whether somebody new would have to set up two-step sign-in in it.
    boolean demandsSetUp(String token) {
        return !token.isEmpty()
                && joinings.look(token)
                        .filter(waiting -> joinings.demandsSetUp(waiting.into()))
                        .isPresent();
    }

    /// The page for whoever has an account; empty where the link is for somebody new, or does not work.
    Optional<HtmlView> ofAccount(Browser browser, String token) {
        Optional<Waiting> waiting = joinings.look(token);
        Optional<Present> present = access.active(browser);
        if (waiting.isEmpty()) {
            return present.flatMap(there -> joined(browser, there.account(), token));
        }
        boolean going = waiting.get().eraseAt() != null;
        if (!going && !waiting.get().known() && present.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(show(browser, present.map(Present::account), token, waiting.get(), ""));
    }

    /// Whoever opens the link again with which they joined is told so.
    private Optional<HtmlView> joined(Browser browser, Account account, String token) {
        return joinings.joinedWith(account, token)
                .map(it -> pages.show(
                        browser,
                        account,
                        "organisation/joined",
                        Map.of(
                                "organisation",
                                it.organisationName(),
                                "role",
                                it.role().word())));
    }

    private HtmlView show(Browser browser, Optional<Account> account, String token, Waiting waiting, String said) {
        boolean mine = account.filter(waiting::isFor).isPresent();
        boolean closed = mine && joinings.leavesNoMethod(account.get(), waiting);
        Map<String, Object> about = Map.of(
                "token",
                token,
                "organisation",
                waiting.into().organisationName(),
                "role",
                waiting.into().role().word(),
                "email",
                waiting.into().email(),
                "kind",
                waiting.eraseAt() != null
                        ? "going"
                        : closed ? "closed" : mine ? "mine" : account.isPresent() ? "other" : "signed-out",
                "known",
                waiting.known(),
                "changes",
                mine ? changes(browser.words(), joinings.changes(account.get(), waiting)) : List.of(),
                "said",
                said,
                "logo",
                brands.of(waiting.into().organisationId())
                        .map(brand -> wear(browser, brand))
                        .orElse(""));
        return account.map(viewer -> pages.show(browser, viewer, "organisation/join", about))
                .orElseGet(() -> pages.show(browser, "organisation/join", about));
    }

    private static List<String> changes(Words words, List<PolicyChange> changes) {
        return changes.stream().map(change -> sentence(words, change)).toList();
    }

    private static String sentence(Words words, PolicyChange change) {
        String methods = String.join(
                ", ",
                change.types().stream()
                        .map(type -> words.say("users.method." + type.word()))
                        .toList());
        return words.say(
                "join.change." + change.kind().word(),
                "methods",
                methods,
                "count",
                change.number(),
                "length",
                words.length(Duration.ofMinutes(Math.max(1, change.number()))));
    }

    @PostMapping("/invitation/{token}/join")
    View join(SignedIn visit, @PathVariable String token) {
        Browser browser = visit.browser();
        return organising.view(
                visit,
                joinings.accept(visit.session(), token, browser.origin()),
                "/invitation/" + token,
                // The organisation that the person looks at stays the one it was.
                _ -> Settings.done(Settings.ORGANISATIONS, Notice.ORGANISATION_JOINED),
                said -> joinings.look(token)
                        .map(waiting -> show(browser, Optional.of(visit.account()), token, waiting, said)
                                .status(403))
                        .or(() -> joined(browser, visit.account(), token))
                        .orElseGet(() -> pages.show(browser, "account/link", Map.of("reason", "invitation"))
                                .status(410)));
    }
}
