package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.Invitings;
import dev.countersign.journeys.organisation.Member;
import dev.countersign.journeys.organisation.MemberLists;
import dev.countersign.journeys.organisation.MemberLists.Counts;
import dev.countersign.journeys.organisation.MemberLists.Wanted;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.journeys.organisation.MemberResets;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.MemberEntry;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Times;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.organisation.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/users`: the members of an organisation and whom it has invited.
@Controller
final class UsersPage {
    private static final int A_PAGE = 50;
    private static final int LONGEST_SEARCH = 200;

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final SettingsEntries entries;
    private final MemberLists lists;
    private final Invitings invitings;
    private final MemberResets resets;
    private final StepUps stepUps;

    UsersPage(
            Pages pages,
            Places places,
            Organising organising,
            SettingsEntries entries,
            MemberLists lists,
            Invitings invitings,
            MemberResets resets,
            StepUps stepUps) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.entries = entries;
        this.lists = lists;
        this.invitings = invitings;
        this.resets = resets;
        this.stepUps = stepUps;
    }

    @PostMapping("/organisation/switch")
    View switchTo(SignedIn visit) {
        String id = visit.browser().field("organisation");
        // Only what the person belongs to goes into a cookie.
        if (places.of(visit).stream().anyMatch(place -> place.id().equals(id))) {
            visit.browser().choose(Cookies.ORGANISATION, id);
        }
        return visit.browser().onwardOr(Organising.USERS);
    }

    @GetMapping(Organising.USERS)
    View list(SignedIn visit) {
        String organisation = places.here(visit);
        return organising.view(
                visit,
                lists.counts(visit.session(), organisation, search(visit.browser())),
                Organising.USERS,
                counts -> list(visit, organisation, counts),
                _ -> new SeeOther(Organising.USERS));
    }

    private View list(SignedIn visit, String organisation, Counts counts) {
        Browser browser = visit.browser();
        Member.Status status = Member.Status.parse(browser.field("status")).orElse(null);
        Member.Order order = Member.Order.parse(browser.field("sort")).orElse(Member.Order.ADDRESS);
        Wanted wanted = new Wanted(status, search(browser), order, browser.field("after"), A_PAGE + 1);
        Times times = entries.times(visit);
        MemberOutcome<Part> found = status == Member.Status.INVITED
                ? map(
                        lists.invited(visit.session(), organisation, wanted),
                        each -> Organising.entry(each, times),
                        each -> new EmailAddress(Organising.entry(each, times).email()).key())
                : map(
                        lists.members(visit.session(), organisation, wanted),
                        each -> organising.entry(visit, each, times),
                        Member::place);
        Map<String, Object> about = new HashMap<>();
        about.put("notice", Settings.notice(visit));
        about.put("counts", counts);
        about.put("status", status == null ? "" : status.word());
        about.put("search", wanted.search());
        about.put("sort", order.word());
        about.put("paged", !browser.field("after").isEmpty());
        about.put("resets", waiting(visit, organisation));
        return organising.view(
                visit, found, Organising.USERS, part -> show(visit, about, part), _ -> new SeeOther(Organising.USERS));
    }

    /// How many resets wait, as far as they are worth counting.
    private int waiting(SignedIn visit, String organisation) {
        return switch (resets.list(visit.session(), organisation, "", A_PAGE)) {
            case MemberOutcome.Done<MemberResets.Page>(var page) ->
                page.resets().size();
            case MemberOutcome.Refused<MemberResets.Page> _ -> 0;
        };
    }

    private View show(SignedIn visit, Map<String, Object> about, Part part) {
        about.put("members", part.members());
        about.put("next", part.next());
        return pages.show(visit, "organisation/users", about);
    }

    private static String search(Browser browser) {
        String typed = browser.field("q").strip();
        return typed.length() <= LONGEST_SEARCH ? typed : "";
    }

    /// A page of a list, and where the next one begins; "" where there is none.
    private record Part(List<MemberEntry> members, String next) {}

    private static <T> MemberOutcome<Part> map(
            MemberOutcome<List<T>> outcome, Function<T, MemberEntry> entry, Function<T, String> place) {
        return switch (outcome) {
            case MemberOutcome.Done<List<T>>(List<T> found) -> {
                boolean more = found.size() > A_PAGE;
                List<T> shown = more ? found.subList(0, A_PAGE) : found;
                yield new MemberOutcome.Done<>(
                        new Part(shown.stream().map(entry).toList(), more ? place.apply(shown.getLast()) : ""));
            }
            case MemberOutcome.Refused<List<T>>(var why) -> MemberOutcome.refused(why);
        };
    }

    /// Fresh proof is asked for before anything is typed, so that nothing typed is lost on the way.
    @GetMapping(Organising.INVITE)
    View ask(SignedIn visit) {
        return organising.view(
                visit,
                lists.counts(visit.session(), places.here(visit)),
                Organising.INVITE,
                _ -> stepUps.fresh(visit.session())
                        ? form(visit, typed(visit.browser()))
                        : Settings.confirmFirst(Organising.INVITE),
                _ -> new SeeOther(Organising.USERS));
    }

    @PostMapping(Organising.INVITE)
    View invite(SignedIn visit) {
        Browser browser = visit.browser();
        Form form = typed(browser);
        String email = form.value("invited");
        Role role = Role.parse(form.value("role")).orElse(Role.MEMBER);
        if (email.isEmpty()) {
            return form(visit, form.wrong("invited", browser.words().say("flaw.email.empty")))
                    .status(422);
        }
        return organising.view(
                visit,
                invitings.invite(visit.session(), places.here(visit), email, role, browser.origin()),
                // What was typed comes along to the page after the proof.
                Organising.INVITE + "?invited=" + SeeOther.encoded(email) + "&role=" + role.word(),
                invited -> invited(visit, invited),
                said -> form(visit, form.wrong("invited", said)).status(422));
    }

    private static Form typed(Browser browser) {
        return Form.EMPTY
                .with("invited", browser.field("invited").strip())
                .with(
                        "role",
                        Role.parse(browser.field("role")).orElse(Role.MEMBER).word());
    }

    private HtmlView form(SignedIn visit, Form form) {
        return pages.show(visit, "organisation/invite", Map.of("form", form, "mails", invitings.mails()));
    }

    private View invited(SignedIn visit, Invitings.Invited invited) {
        return Optional.ofNullable(invited.link())
                .<View>map(link -> pages.show(
                        visit,
                        "organisation/invited",
                        Map.of(
                                "link",
                                link,
                                "email",
                                Organising.entry(invited.invitation(), entries.times(visit))
                                        .email())))
                .orElseGet(() ->
                        new SeeOther(Organising.USERS + "?status=invited&notice=" + Notice.INVITATION_SENT.word()));
    }

    @PostMapping("/organisation/invitations")
    View change(SignedIn visit) {
        Browser browser = visit.browser();
        String organisation = places.here(visit);
        String id = browser.field("id");
        String back = Organising.USERS + "?status=invited";
        String again = back + "&notice=" + Notice.PRESS_AGAIN.word();
        if (browser.field("do").equals("revoke")) {
            return organising.view(
                    visit,
                    invitings.revoke(visit.session(), organisation, id, browser.origin()),
                    again,
                    _ -> new SeeOther(back + "&notice=" + Notice.INVITATION_REVOKED.word()),
                    said -> form(visit, Form.EMPTY.wrong("", said)).status(409));
        }
        return organising.view(
                visit,
                invitings.sendAgain(visit.session(), organisation, id, browser.origin()),
                again,
                invited -> invited(visit, invited),
                said -> form(visit, Form.EMPTY.wrong("", said)).status(409));
    }
}
