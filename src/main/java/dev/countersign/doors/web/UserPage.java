package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.organisation.Member;
import dev.countersign.journeys.organisation.MemberActions;
import dev.countersign.journeys.organisation.MemberLists;
import dev.countersign.journeys.organisation.MemberLists.Profile;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.organisation.MemberResets;
import dev.countersign.journeys.organisation.Memberships;
import dev.countersign.journeys.organisation.ResetOutcome;
import dev.countersign.journeys.organisation.WhyNot;
import dev.countersign.journeys.recovery.Resets.HandOver;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.AppEntry;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Times;
import dev.countersign.pages.Words;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/users/{id}`: one member, and what their owners and admins do to help them.
@Controller
final class UserPage {
    private static final Set<String> CONFIRMED =
            Set.of("unlock", "sign-out", "forget-devices", "remind", "reactivate", "role");

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final SettingsEntries entries;
    private final MemberLists lists;
    private final MemberActions actions;
    private final MemberResets resets;
    private final Memberships memberships;
    private final StepUps stepUps;

    UserPage(
            Pages pages,
            Places places,
            Organising organising,
            SettingsEntries entries,
            MemberLists lists,
            MemberActions actions,
            MemberResets resets,
            Memberships memberships,
            StepUps stepUps) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.entries = entries;
        this.lists = lists;
        this.actions = actions;
        this.resets = resets;
        this.memberships = memberships;
        this.stepUps = stepUps;
    }

    @GetMapping(Organising.USER)
    View profile(SignedIn visit, @PathVariable String id) {
        return show(visit, id, "organisation/user", Form.EMPTY, 200);
    }

    /// What the menu offers, by its name.
    @PostMapping(Organising.USER)
    View act(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        Session by = visit.session();
        String here = places.here(visit);
        return switch (browser.field("do")) {
            case "unlock" -> done(visit, id, actions.unlock(by, here, id, browser.origin()), Notice.MEMBER_UNLOCKED);
            case "sign-out" ->
                done(visit, id, actions.signOut(by, here, id, browser.origin()), Notice.MEMBER_SIGNED_OUT);
            case "forget-devices" ->
                done(visit, id, actions.forgetDevices(by, here, id, browser.origin()), Notice.MEMBER_DEVICES_FORGOTTEN);
            case "remind" -> done(visit, id, actions.remind(by, here, id, browser.origin()), Notice.MEMBER_REMINDED);
            case "role" ->
                Role.parse(browser.field("role"))
                        .map(role -> done(
                                visit,
                                id,
                                memberships.changeRole(by, here, id, role, browser.origin()),
                                Notice.ROLE_CHANGED))
                        .orElseGet(() -> new SeeOther(Organising.USERS));
            default -> new SeeOther(Organising.USERS);
        };
    }

    /// What the menu offers, to be confirmed. Fresh proof is asked for first, so that what follows is one press.
    @GetMapping(Organising.USER + "/confirm")
    View askToAct(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        String what = browser.field("do");
        boolean known = CONFIRMED.contains(what)
                && (!what.equals("role") || Role.parse(browser.field("role")).isPresent());
        return organising.view(
                visit,
                lists.profile(visit.session(), places.here(visit), id),
                path(id),
                profile ->
                        known && offered(visit, profile, what) ? toConfirm(visit, id, profile) : new SeeOther(path(id)),
                _ -> new SeeOther(path(id)));
    }

    private boolean offered(SignedIn visit, Profile profile, String what) {
        String help = what.equals("role") ? Member.Help.CHANGE_ROLE.word() : what;
        return organising
                .entry(visit, profile.member(), entries.times(visit))
                .helps()
                .contains(help);
    }

    private View toConfirm(SignedIn visit, String id, Profile profile) {
        Browser browser = visit.browser();
        if (!stepUps.fresh(visit.session())) {
            return Settings.confirmFirst(confirming(visit, id));
        }
        return pages.show(
                visit,
                "organisation/act",
                Map.of(
                        "member",
                        organising.entry(visit, profile.member(), entries.times(visit)),
                        "what",
                        browser.field("do"),
                        "role",
                        browser.field("role")));
    }

    /// The page that asks for one more press.
    static String confirming(SignedIn visit, String id) {
        Browser browser = visit.browser();
        String role = browser.field("role");
        return path(id) + "/confirm?do=" + SeeOther.encoded(browser.field("do"))
                + (role.isEmpty() ? "" : "&role=" + SeeOther.encoded(role));
    }

    private View done(SignedIn visit, String id, MemberOutcome<Nothing> outcome, Notice notice) {
        return organising.view(
                visit,
                outcome,
                confirming(visit, id),
                _ -> Settings.done(path(id), notice),
                said -> show(visit, id, "organisation/user", Form.EMPTY.wrong("", said), 409));
    }

    @GetMapping(Organising.USER + "/remove")
    View askToRemove(SignedIn visit, @PathVariable String id) {
        return asked(visit, id, "remove");
    }

    @PostMapping(Organising.USER + "/remove")
    View remove(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                memberships.remove(
                        visit.session(), places.here(visit), id, visit.browser().origin()),
                path(id) + "/remove",
                _ -> Settings.done(
                        id.equals(visit.account().id()) ? Settings.ORGANISATIONS : Organising.USERS,
                        id.equals(visit.account().id()) ? Notice.ORGANISATION_LEFT : Notice.MEMBER_REMOVED),
                said -> show(visit, id, "organisation/remove", Form.EMPTY.wrong("", said), 409));
    }

    @GetMapping(Organising.USER + "/reset")
    View askToReset(SignedIn visit, @PathVariable String id) {
        return asked(visit, id, "reset");
    }

    /// Fresh proof is asked for first, so that no reason is typed in vain; but whoever may not is told so at once.
    private View asked(SignedIn visit, String id, String what) {
        String template = "organisation/" + what;
        return organising.view(
                visit,
                lists.profile(visit.session(), places.here(visit), id),
                path(id),
                profile -> stepUps.fresh(visit.session()) || (what.equals("reset") && profile.resetRefused() != null)
                        ? show(visit, id, template, Form.EMPTY, 200)
                        : Settings.confirmFirst(path(id) + "/" + what),
                _ -> new SeeOther(path(id)));
    }

    @PostMapping(Organising.USER + "/reset")
    View reset(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        String reason = browser.field("reason");
        Form form = Form.EMPTY.with("reason", reason);
        return organising.view(
                visit,
                resets.reset(visit.session(), places.here(visit), id, reason, browser.origin()),
                path(id) + "/reset",
                outcome -> reset(visit, id, outcome),
                said -> show(visit, id, "organisation/reset", form.wrong("reason", said), 422));
    }

    private View reset(SignedIn visit, String id, ResetOutcome outcome) {
        return switch (outcome) {
            case ResetOutcome.Reset(var handOver) ->
                handOver.<View>map(code -> organising.view(
                                visit,
                                lists.profile(visit.session(), places.here(visit), id),
                                path(id),
                                profile -> handOver(visit, profile, code),
                                _ -> new SeeOther(path(id))))
                        .orElseGet(() -> Settings.done(path(id), Notice.MEMBER_RESET));
            case ResetOutcome.Waits _ -> Settings.done(path(id), Notice.MEMBER_RESET_WAITS);
            case ResetOutcome.NeedsApproval _ -> Settings.done(path(id), Notice.MEMBER_RESET_ASKED);
        };
    }

    private HtmlView handOver(SignedIn visit, Profile profile, HandOver code) {
        return pages.show(
                visit,
                "organisation/hand-over",
                Map.of(
                        "name",
                        profile.member().name(),
                        "back",
                        path(profile.member().accountId()),
                        "code",
                        code.code(),
                        "until",
                        entries.times(visit).day(code.expiresAt())));
    }

    private View show(SignedIn visit, String id, String template, Form form, int status) {
        return organising.view(
                visit,
                lists.profile(visit.session(), places.here(visit), id),
                path(id),
                profile -> show(visit, profile, template, form).status(status),
                _ -> new SeeOther(Organising.USERS));
    }

    private HtmlView show(SignedIn visit, Profile profile, String template, Form form) {
        Times times = entries.times(visit);
        WhyNot refused = profile.resetRefused();
        Map<String, Object> about = new HashMap<>();
        about.put("form", form);
        about.put("notice", Settings.notice(visit));
        about.put("member", organising.entry(visit, profile.member(), times));
        about.put("factors", factors(profile, times));
        about.put("codesLeft", profile.backupCodes().left());
        about.put("codesOf", profile.backupCodes().of());
        about.put("devices", profile.devices());
        about.put("sessions", profile.sessions());
        about.put("since", times.day(profile.member().since()));
        about.put(
                "refused",
                refused == null ? "" : Organising.sentence(visit.browser().words(), refused));
        about.put("roleRefused", roleRefused(visit, profile));
        about.put("mails", actions.mails());
        about.put("waiting", Optional.ofNullable(profile.waiting()).map(waiting -> ResetsPage.entry(visit, waiting)));
        about.put("asks", asks(visit.browser().words(), profile.resetAsks()));
        return pages.show(visit, template, about);
    }

    /// Why the role stays as it is, or "".
    private String roleRefused(SignedIn visit, Profile profile) {
        if (profile.member()
                .helps(visit.account().id(), places.role(visit), false)
                .contains(Member.Help.CHANGE_ROLE)) {
            return "";
        }
        boolean last = profile.member().weight().lastOwnerHere();
        return Organising.sentence(visit.browser().words(), last ? WhyNot.LAST_OWNER : WhyNot.OWNERS_ONLY);
    }

    /// What a reset of this member waits for, in sentences.
    private static List<String> asks(Words words, MemberResets.Asks asks) {
        List<String> said = new ArrayList<>();
        if (asks.twoAdmins()) {
            said.add(words.say("member-reset.two-admins"));
            if (!asks.approvable()) {
                said.add(words.say("member-reset.nobody-approves"));
            }
        }
        if (!asks.length().isZero()) {
            said.add(words.say("member-reset.wait", "length", words.length(asks.length())));
        }
        return said;
    }

    private static List<AppEntry> factors(Profile profile, Times times) {
        return profile.factors().stream()
                .filter(factor -> factor.type().countsAsEnrolment())
                .map(factor -> new AppEntry(
                        factor.type().word(),
                        factor.type() == FactorType.TOTP ? "" : factor.label(),
                        times.day(factor.enrolledAt()),
                        Optional.ofNullable(factor.lastUsedAt())
                                .map(times::past)
                                .orElse(null),
                        !factor.usable(),
                        false,
                        null))
                .toList();
    }

    private static String path(String id) {
        return Organising.USERS + "/" + id;
    }
}
