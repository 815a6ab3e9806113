package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.BulkActions;
import dev.countersign.journeys.organisation.BulkActions.Result;
import dev.countersign.journeys.organisation.BulkActions.What;
import dev.countersign.journeys.organisation.BulkActions.Whom;
import dev.countersign.journeys.organisation.Member;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.LeftOutEntry;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Words;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/users/bulk`: one thing for many members. A page that says what it is and for how many, then one
/// that says for whom it was done and who was left out.
@Controller
final class BulkPage {
    private static final String PATH = Organising.USERS + "/bulk";
    private static final String TICK = "m-";
    private static final int LONGEST_SEARCH = 200;
    /// How many who were left out are named.
    private static final int NAMED = 50;

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final BulkActions bulk;
    private final StepUps stepUps;

    BulkPage(Pages pages, Places places, Organising organising, BulkActions bulk, StepUps stepUps) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.bulk = bulk;
        this.stepUps = stepUps;
    }

    /// Looking changes nothing; fresh proof is asked for here, so that what follows is one press.
    @GetMapping(PATH)
    View review(SignedIn visit) {
        Optional<What> what = What.parse(visit.browser().field("do"));
        Map<String, String> fields = fields(visit.browser());
        Whom whom = whom(fields);
        boolean nothing = what.isEmpty() || (whom instanceof Whom.Chosen(var ids) && ids.isEmpty());
        return organising.view(
                visit,
                bulk.count(visit.session(), places.here(visit), whom),
                PATH,
                count -> nothing
                        ? Settings.done(Organising.USERS, Notice.NOBODY_CHOSEN)
                        : review(visit, what.orElseThrow(), fields, count),
                _ -> new SeeOther(Organising.USERS));
    }

    private View review(SignedIn visit, What what, Map<String, String> fields, int count) {
        return stepUps.fresh(visit.session())
                ? pages.show(visit, "organisation/bulk", Map.of("what", what.word(), "fields", fields, "count", count))
                : Settings.confirmFirst(path(places.here(visit), what, fields));
    }

    @PostMapping(PATH)
    View act(SignedIn visit) {
        Browser browser = visit.browser();
        Optional<What> what = What.parse(browser.field("do"));
        Map<String, String> fields = fields(browser);
        if (what.isEmpty()) {
            return new SeeOther(Organising.USERS);
        }
        String organisation = places.here(visit);
        return organising.view(
                visit,
                bulk.act(visit.session(), organisation, what.get(), whom(fields), browser.origin()),
                path(organisation, what.get(), fields),
                result -> done(visit, what.get(), fields, result),
                said -> pages.show(
                                visit,
                                "organisation/bulk-done",
                                about(what.get(), fields, new Result(0, List.of(), null), List.of(), said))
                        .status(429));
    }

    private HtmlView done(SignedIn visit, What what, Map<String, String> fields, Result result) {
        Words words = visit.browser().words();
        List<LeftOutEntry> leftOut = result.leftOut().stream()
                .limit(NAMED)
                .map(each -> {
                    Member member = each.member();
                    return new LeftOutEntry(
                            member == null ? "" : member.accountId(),
                            member == null ? "" : member.name(),
                            member == null ? words.say("why-not.not-there") : Organising.sentence(words, each.why()));
                })
                .toList();
        return pages.show(visit, "organisation/bulk-done", about(what, fields, result, leftOut, ""));
    }

    private static Map<String, Object> about(
            What what, Map<String, String> fields, Result result, List<LeftOutEntry> leftOut, String refused) {
        Map<String, String> next = new HashMap<>(fields);
        Optional.ofNullable(result.next()).ifPresent(after -> next.put("after", after));
        return Map.of(
                "what",
                what.word(),
                "done",
                result.done(),
                "leftOut",
                leftOut,
                "more",
                result.leftOut().size() - leftOut.size(),
                "next",
                result.next() == null ? Map.of() : next,
                "refused",
                refused);
    }

    /// For whom, as one form or address says it: ids joined by dots, or a filter.
    private static Map<String, String> fields(Browser browser) {
        Map<String, String> fields = new HashMap<>();
        if (browser.field("who").equals("all")) {
            String search = browser.field("q").strip();
            fields.put("who", "all");
            fields.put("status", browser.field("status"));
            fields.put("q", search.length() <= LONGEST_SEARCH ? search : "");
            fields.put("after", browser.field("after"));
        } else {
            fields.put("ids", String.join(".", ids(browser)));
        }
        return fields;
    }

    private static Set<String> ids(Browser browser) {
        Set<String> ids = new LinkedHashSet<>(List.of(browser.field("ids").split("\\.", -1)));
        browser.request().getParameterMap().keySet().stream()
                .filter(name -> name.startsWith(TICK))
                .map(name -> name.substring(TICK.length()))
                .forEach(ids::add);
        ids.removeIf(id -> !id.matches("[0-9a-f-]{36}"));
        return ids;
    }

    private static Whom whom(Map<String, String> fields) {
        return fields.containsKey("who")
                ? new Whom.Matching(
                        Member.Status.parse(fields.getOrDefault("status", "")).orElse(null),
                        fields.getOrDefault("q", ""),
                        fields.getOrDefault("after", ""))
                : new Whom.Chosen(new LinkedHashSet<>(
                        List.of(fields.getOrDefault("ids", "").split("\\.", -1)).stream()
                                .filter(id -> !id.isEmpty())
                                .toList()));
    }

    private static String path(String organisation, What what, Map<String, String> fields) {
        StringBuilder path =
                new StringBuilder(PATH + "?do=" + what.word() + "&organisation=" + SeeOther.encoded(organisation));
        fields.forEach(
                (name, value) -> path.append("&").append(name).append("=").append(SeeOther.encoded(value)));
        return path.toString();
    }
}
