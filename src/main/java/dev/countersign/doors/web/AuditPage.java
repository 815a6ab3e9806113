package dev.countersign.doors.web;

import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.AuditPlace;
import dev.countersign.journeys.organisation.AuditLogs;
import dev.countersign.journeys.organisation.LoggedEvent;
import dev.countersign.journeys.organisation.Member;
import dev.countersign.journeys.organisation.MemberLists;
import dev.countersign.journeys.organisation.MemberLists.Wanted;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.pages.EventFile;
import dev.countersign.pages.LogLine;
import dev.countersign.pages.Times;
import dev.countersign.people.account.EmailAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/// `/organisation/audit`: the log of an organisation, to look through and to take away.
@Controller
final class AuditPage {
    private static final int A_PAGE = 50;
    private static final int CHOICES = 10;

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final ErrorPages errors;
    private final SettingsEntries entries;
    private final AuditLogs logs;
    private final MemberLists lists;

    AuditPage(
            Pages pages,
            Places places,
            Organising organising,
            ErrorPages errors,
            SettingsEntries entries,
            AuditLogs logs,
            MemberLists lists) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.errors = errors;
        this.entries = entries;
        this.logs = logs;
        this.lists = lists;
    }

    @GetMapping(Organising.AUDIT)
    View show(SignedIn visit) {
        String organisation = places.here(visit);
        LogFilter asked = LogFilter.of(visit);
        if (!asked.understood()) {
            return view(
                    visit,
                    logs.list(visit.session(), organisation, AuditFilter.ALL, null, 1),
                    _ -> answer(visit, asked, List.of(), "", List.of()).status(422));
        }
        String account = visit.browser().field("member");
        if (account.isEmpty()) {
            return search(visit, asked);
        }
        String typed = asked.form().person();
        // The form keeps the account that it was narrowed to; another name typed over it counts more.
        return view(visit, logs.person(visit.session(), organisation, account), name -> {
            if (!typed.isEmpty() && !typed.equals(name)) {
                return search(visit, asked);
            }
            return name.isEmpty()
                    ? answer(visit, asked.of(account, ""), List.of(), "", List.of())
                    : list(visit, asked.of(account, name));
        });
    }

    private View search(SignedIn visit, LogFilter asked) {
        if (asked.form().person().isEmpty()) {
            return list(visit, asked);
        }
        Wanted wanted = new Wanted(null, asked.form().person(), "", CHOICES);
        return view(
                visit,
                lists.members(visit.session(), places.here(visit), wanted),
                found -> exact(found, asked.form().person())
                        .map(one -> list(visit, asked.of(one.accountId(), one.name())))
                        .orElseGet(() -> answer(visit, asked, List.of(), "", found)));
    }

    /// The one member that was meant: the only one found, or the one whose address was typed whole.
    private static Optional<Member> exact(List<Member> found, String typed) {
        String key = new EmailAddress(typed).key();
        return found.size() == 1
                ? Optional.of(found.getFirst())
                : found.stream()
                        .filter(member -> new EmailAddress(member.email()).key().equals(key))
                        .findFirst();
    }

    private View list(SignedIn visit, LogFilter asked) {
        return view(
                visit,
                logs.list(visit.session(), places.here(visit), asked.filter(), asked.after(), A_PAGE + 1),
                read -> {
                    boolean more = read.size() > A_PAGE;
                    List<LoggedEvent> shown = more ? read.subList(0, A_PAGE) : read;
                    String next = more ? AuditPlace.of(shown.getLast().entry()).toString() : "";
                    return answer(visit, asked, shown, next, List.of());
                });
    }

    private HtmlView answer(
            SignedIn visit, LogFilter asked, List<LoggedEvent> events, String next, List<Member> choices) {
        Times times = entries.times(visit);
        List<LogLine> lines = events.stream()
                .map(event -> LogLines.of(event, visit.browser().words(), times))
                .toList();
        Map<String, Object> about = new HashMap<>();
        about.put("filter", asked.form());
        about.put("events", lines);
        about.put("next", next);
        about.put("paged", asked.after() != null);
        about.put(
                "choices",
                choices.stream()
                        .map(each -> organising.entry(visit, each, times))
                        .toList());
        return pages.show(visit, "organisation/audit", about);
    }

    @GetMapping(Organising.AUDIT + ".csv")
    View csv(SignedIn visit) {
        return export(visit, EventFile.CSV);
    }

    @GetMapping(Organising.AUDIT + ".ndjson")
    View ndjson(SignedIn visit) {
        return export(visit, EventFile.NDJSON);
    }

    private View export(SignedIn visit, EventFile form) {
        Browser browser = visit.browser();
        LogFilter all = LogFilter.of(visit);
        if (!all.understood()) {
            // The page says what is wrong.
            return new SeeOther(Organising.AUDIT + "?" + all.form().query());
        }
        String account = browser.field("member");
        LogFilter asked = account.isEmpty() ? all : all.of(account, "");
        return view(
                visit,
                logs.export(visit.session(), places.here(visit), asked.filter(), form.word(), browser.origin()),
                export -> export.<View>map(log -> new LogDownload(log, form, browser.words()))
                        .orElseGet(() -> errors.page(browser, 503)));
    }

    private <T> View view(SignedIn visit, MemberOutcome<T> outcome, java.util.function.Function<T, View> done) {
        return organising.view(visit, outcome, Organising.AUDIT, done, _ -> new SeeOther(Organising.AUDIT));
    }
}
