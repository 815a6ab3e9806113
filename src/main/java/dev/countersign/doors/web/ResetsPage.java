package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.MemberResets;
import dev.countersign.journeys.organisation.MemberResets.Listed;
import dev.countersign.journeys.organisation.ResetOutcome;
import dev.countersign.journeys.recovery.Resets.HandOver;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Moment;
import dev.countersign.pages.Notice;
import dev.countersign.pages.ResetEntry;
import dev.countersign.pages.Words;
import dev.countersign.people.account.Account;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/resets`: resets that wait for their time or for a second admin, who approves or stops them here.
@Controller
final class ResetsPage {
    private static final String ONE = Organising.RESETS + "/{id}";
    private static final int A_PAGE = 50;

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final MemberResets resets;
    private final StepUps stepUps;

    ResetsPage(Pages pages, Places places, Organising organising, MemberResets resets, StepUps stepUps) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.resets = resets;
        this.stepUps = stepUps;
    }

    @GetMapping(Organising.RESETS)
    View list(SignedIn visit) {
        return organising.view(
                visit,
                resets.list(visit.session(), places.here(visit), visit.browser().field("after"), A_PAGE),
                Organising.RESETS,
                page -> pages.show(
                        visit,
                        "organisation/resets",
                        Map.of(
                                "notice", Settings.notice(visit),
                                "resets", entries(visit, page.resets()),
                                "next", page.next())),
                _ -> new SeeOther(Organising.USERS));
    }

    private static List<ResetEntry> entries(SignedIn visit, List<Listed> resets) {
        return resets.stream().map(each -> entry(visit, each)).toList();
    }

    static ResetEntry entry(SignedIn visit, Listed it) {
        Words words = visit.browser().words();
        Account askedBy = it.askedBy();
        return new ResetEntry(
                it.reset().id(),
                it.account().id(),
                it.account().name(),
                it.account().email(),
                askedBy == null ? "" : askedBy.name(),
                it.reset().reason(),
                moment(words, visit.zone(), it.reset().askedAt()),
                moment(words, visit.zone(), it.reset().dueAt()),
                it.reset().needsApproval(),
                it.refused() == null ? "" : Organising.sentence(words, it.refused()));
    }

    private static Moment moment(Words words, ZoneId zone, Instant at) {
        String said = words.dayAndTime(at, zone);
        return new Moment(at, said, said);
    }

    @GetMapping(ONE + "/approve")
    View askToApprove(SignedIn visit, @PathVariable String id) {
        return asked(visit, id, "approve");
    }

    @GetMapping(ONE + "/cancel")
    View askToCancel(SignedIn visit, @PathVariable String id) {
        return asked(visit, id, "cancel");
    }

    /// Fresh proof is asked for first, so that what follows is one press.
    private View asked(SignedIn visit, String resetId, String what) {
        return organising.view(
                visit,
                resets.look(visit.session(), places.here(visit), resetId),
                Organising.RESETS,
                _ -> stepUps.fresh(visit.session())
                        ? show(visit, resetId, what, null)
                        : Settings.confirmFirst(path(resetId, what)),
                _ -> new SeeOther(Organising.RESETS));
    }

    private View show(SignedIn visit, String resetId, String what, @Nullable String refused) {
        return organising.view(
                visit,
                resets.look(visit.session(), places.here(visit), resetId),
                Organising.RESETS,
                it -> pages.show(
                                visit,
                                "organisation/reset-" + what,
                                Map.of("reset", entry(visit, it), "refused", refused == null ? "" : refused))
                        .status(refused == null ? 200 : 409),
                _ -> new SeeOther(Organising.RESETS));
    }

    @PostMapping(ONE + "/approve")
    View approve(SignedIn visit, @PathVariable String id) {
        String organisation = places.here(visit);
        return organising.view(
                visit,
                resets.look(visit.session(), organisation, id),
                Organising.RESETS,
                it -> organising.view(
                        visit,
                        resets.approve(
                                visit.session(),
                                organisation,
                                id,
                                visit.browser().origin()),
                        path(id, "approve"),
                        outcome -> approved(visit, it, outcome),
                        said -> show(visit, id, "approve", said)),
                _ -> new SeeOther(Organising.RESETS));
    }

    private View approved(SignedIn visit, Listed it, ResetOutcome outcome) {
        return switch (outcome) {
            case ResetOutcome.Reset(var handOver) ->
                handOver.<View>map(code -> handOver(visit, it, code))
                        .orElseGet(() -> Settings.done(Organising.RESETS, Notice.MEMBER_RESET));
            case ResetOutcome.Waits _, ResetOutcome.NeedsApproval _ ->
                Settings.done(Organising.RESETS, Notice.RESET_APPROVED);
        };
    }

    private View handOver(SignedIn visit, Listed it, HandOver code) {
        return pages.show(
                visit,
                "organisation/hand-over",
                Map.of(
                        "name",
                        it.account().name(),
                        "back",
                        Organising.RESETS,
                        "code",
                        code.code(),
                        "until",
                        moment(visit.browser().words(), visit.zone(), code.expiresAt())));
    }

    @PostMapping(ONE + "/cancel")
    View cancel(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                resets.cancel(
                        visit.session(), places.here(visit), id, visit.browser().origin()),
                path(id, "cancel"),
                _ -> Settings.done(Organising.RESETS, Notice.RESET_STOPPED),
                said -> show(visit, id, "cancel", said));
    }

    private static String path(String resetId, String what) {
        return Organising.RESETS + "/" + resetId + "/" + what;
    }
}
