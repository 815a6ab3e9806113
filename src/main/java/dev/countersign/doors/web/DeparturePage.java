package dev.countersign.doors.web;

import dev.countersign.journeys.departure.AccountDeletions;
import dev.countersign.journeys.departure.AccountExports;
import dev.countersign.journeys.departure.DeletionOutcome;
import dev.countersign.journeys.departure.ExportOutcome;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Place;
import dev.countersign.people.organisation.Membership;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/export` and `/settings/delete`: the account's data to take along, and its erasure.
@Controller
final class DeparturePage {
    private final Pages pages;
    private final Places places;
    private final Waits waits;
    private final AccountDeletions deletions;
    private final AccountExports exports;
    private final StepUps stepUps;

    DeparturePage(
            Pages pages,
            Places places,
            Waits waits,
            AccountDeletions deletions,
            AccountExports exports,
            StepUps stepUps) {
        this.pages = pages;
        this.places = places;
        this.waits = waits;
        this.deletions = deletions;
        this.exports = exports;
        this.stepUps = stepUps;
    }

    @GetMapping(Settings.EXPORT)
    View askToExport(SignedIn visit) {
        return stepUps.fresh(visit.session())
                ? pages.show(visit, "settings/export", Map.of())
                : Settings.confirmFirst(Settings.EXPORT);
    }

    @PostMapping(Settings.EXPORT)
    View export(SignedIn visit) {
        return switch (exports.export(visit.session(), visit.browser().origin())) {
            case ExportOutcome.Ready(var document) -> new JsonFile("countersign-account.json", document);
            case ExportOutcome.StepUpRequired _ -> Settings.confirmFirst(Settings.EXPORT);
            case ExportOutcome.Delayed(var until) -> waits.delayed(visit.browser(), until);
        };
    }

    /// One that waits already says so, and can be taken back without fresh proof.
    @GetMapping(Settings.DELETE)
    View askToDelete(SignedIn visit) {
        return visit.account().eraseAt() != null || stepUps.fresh(visit.session())
                ? show(visit, Form.EMPTY)
                : Settings.confirmFirst(Settings.DELETE);
    }

    @PostMapping(Settings.DELETE)
    View delete(SignedIn visit) {
        Browser browser = visit.browser();
        String typed = browser.field("address").strip();
        Form form = Form.EMPTY.with("address", typed);
        return switch (deletions.ask(visit.session(), typed, browser.origin())) {
            case DeletionOutcome.Asked _ -> {
                browser.keepSessions(browser.sessions().stream()
                        .filter(token -> !token.equals(visit.token()))
                        .toList());
                yield new SeeOther("/sign-in?notice=leaving");
            }
            case DeletionOutcome.StepUpRequired _ -> Settings.confirmFirst(Settings.DELETE);
            case DeletionOutcome.NotConfirmed _ ->
                show(visit, form.wrong("address", browser.words().say("departure.not-yours")))
                        .status(422);
            case DeletionOutcome.SoleOwner _ -> show(visit, Form.EMPTY).status(409);
        };
    }

    /// From any signed-in page.
    @PostMapping(Settings.DELETE + "/cancel")
    View keep(SignedIn visit) {
        String id = visit.account().id();
        deletions.keep(id, id, visit.browser().origin());
        return Settings.done(Settings.PROFILE, Notice.ACCOUNT_KEPT);
    }

    private HtmlView show(SignedIn visit, Form form) {
        Set<String> ids = deletions.hindering(visit.account().id()).stream()
                .map(Membership::organisationId)
                .collect(Collectors.toSet());
        List<Place> owned = places.of(visit).stream()
                .filter(place -> ids.contains(place.id()))
                .toList();
        return pages.show(visit, "settings/delete", Map.of("form", form, "owned", owned));
    }
}
