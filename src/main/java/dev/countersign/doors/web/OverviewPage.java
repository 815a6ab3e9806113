package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.organisation.Adoption;
import dev.countersign.journeys.organisation.Adoption.Day;
import dev.countersign.journeys.organisation.Adoptions;
import dev.countersign.journeys.organisation.Member;
import dev.countersign.journeys.organisation.MemberActions;
import dev.countersign.journeys.organisation.MemberLists;
import dev.countersign.journeys.organisation.MemberLists.Wanted;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.journeys.organisation.Reminders;
import dev.countersign.journeys.organisation.Reminders.Reminded;
import dev.countersign.pages.AdoptionChart;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Times;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/overview`: how far the organisation has come with two-step sign-in, and whom to remind.
@Controller
final class OverviewPage {
    private static final List<Integer> LENGTHS = List.of(7, 30, 84, 365);
    private static final int USUAL = 84;
    private static final int LISTED = 10;

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final SettingsEntries entries;
    private final Adoptions adoptions;
    private final MemberLists lists;
    private final MemberActions actions;
    private final Reminders reminders;

    OverviewPage(
            Pages pages,
            Places places,
            Organising organising,
            SettingsEntries entries,
            Adoptions adoptions,
            MemberLists lists,
            MemberActions actions,
            Reminders reminders) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.entries = entries;
        this.adoptions = adoptions;
        this.lists = lists;
        this.actions = actions;
        this.reminders = reminders;
    }

    @GetMapping(Organising.OVERVIEW)
    View show(SignedIn visit) {
        return show(visit, places.here(visit), Form.EMPTY, 200);
    }

    private View show(SignedIn visit, String organisation, Form form, int status) {
        Wanted missing = new Wanted(Member.Status.NOT_SET_UP, "", "", LISTED);
        int days = days(visit);
        return view(
                visit,
                look(visit, organisation, days),
                adoption -> view(
                        visit,
                        lists.members(visit.session(), organisation, missing),
                        members -> page(visit, adoption, members, days, form).status(status)));
    }

    private MemberOutcome<Adoption> look(SignedIn visit, String organisation, int days) {
        LocalDate today = adoptions.today();
        return adoptions.look(visit.session(), organisation, today.minusDays(days - 1L), today);
    }

    private static int days(SignedIn visit) {
        return LENGTHS.stream()
                .filter(length -> length.toString().equals(visit.browser().field("days")))
                .findFirst()
                .orElse(USUAL);
    }

    private HtmlView page(SignedIn visit, Adoption adoption, List<Member> members, int days, Form form) {
        Times times = entries.times(visit);
        List<Day> series = adoption.series();
        Map<String, Object> about = new HashMap<>();
        about.put("form", form);
        about.put("notice", Settings.notice(visit));
        about.put("counts", adoption.now());
        about.put("chart", AdoptionChart.of(series, visit.browser().words()));
        about.put("days", days);
        about.put("lengths", LENGTHS);
        about.put(
                "change",
                series.size() > 7
                        ? series.getLast().percent()
                                - series.get(series.size() - 8).percent()
                        : 0);
        about.put("requiredFrom", Optional.ofNullable(adoption.requiredFrom()).map(times::day));
        about.put("methods", methods(adoption));
        about.put(
                "members",
                members.stream()
                        .map(each -> organising.entry(visit, each, times))
                        .toList());
        return pages.show(visit, "organisation/overview", about);
    }

    private static List<Map.Entry<String, Integer>> methods(Adoption adoption) {
        return Stream.of(FactorType.values())
                .filter(FactorType::countsAsEnrolment)
                .map(type -> Map.entry(type.word(), adoption.factors().getOrDefault(type, 0)))
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .toList();
    }

    @GetMapping(Organising.OVERVIEW + ".csv")
    View csv(SignedIn visit) {
        return view(
                visit, look(visit, places.here(visit), days(visit)), adoption -> new AdoptionFile(adoption.series()));
    }

    @PostMapping(Organising.OVERVIEW)
    View remind(SignedIn visit) {
        Browser browser = visit.browser();
        String organisation = places.here(visit);
        if (browser.field("do").equals("remind-all")) {
            return done(
                    visit,
                    organisation,
                    reminders.remindAll(visit.session(), organisation, browser.origin()),
                    OverviewPage::notice);
        }
        return done(
                visit,
                organisation,
                actions.remind(visit.session(), organisation, browser.field("member"), browser.origin()),
                _ -> Notice.MEMBER_REMINDED);
    }

    private static Notice notice(Reminded reminded) {
        if (reminded.more()) {
            return Notice.SOME_REMINDED;
        }
        return reminded.count() == 0 ? Notice.NOBODY_REMINDED : Notice.ALL_REMINDED;
    }

    private <T> View done(SignedIn visit, String organisation, MemberOutcome<T> outcome, Function<T, Notice> notice) {
        return organising.view(
                visit,
                outcome,
                Organising.OVERVIEW + "?notice=" + Notice.PRESS_AGAIN.word(),
                value -> Settings.done(Organising.OVERVIEW, notice.apply(value)),
                said -> show(visit, organisation, Form.EMPTY.wrong("", said), 409));
    }

    private <T> View view(SignedIn visit, MemberOutcome<T> outcome, Function<T, View> done) {
        return organising.view(visit, outcome, Organising.OVERVIEW, done, _ -> new SeeOther(Organising.OVERVIEW));
    }
}
