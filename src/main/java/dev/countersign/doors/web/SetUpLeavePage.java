package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.organisation.Memberships;
import dev.countersign.journeys.organisation.WhyNot;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisations;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/setup/leave`: the other way out for somebody whom an organisation's policy holds up before a first enrolment.
@Controller
final class SetUpLeavePage {
    private static final String PATH = "/setup/leave";

    private final Pages pages;
    private final ErrorPages errors;
    private final Memberships memberships;
    private final Organisations organisations;

    SetUpLeavePage(Pages pages, ErrorPages errors, Memberships memberships, Organisations organisations) {
        this.pages = pages;
        this.errors = errors;
        this.memberships = memberships;
        this.organisations = organisations;
    }

    @GetMapping(PATH)
    View ask(Enrolling person) {
        return show(person, "");
    }

    @PostMapping(PATH)
    View leave(Enrolling person) {
        Browser browser = person.browser();
        MemberOutcome<Nothing> outcome =
                memberships.leave(person.account().id(), browser.field("organisation"), browser.origin());
        return switch (outcome) {
            case MemberOutcome.Done<Nothing> _ -> new SeeOther("/setup");
            case MemberOutcome.Refused<Nothing>(WhyNot why) -> refused(person, why);
        };
    }

    private View refused(Enrolling person, WhyNot why) {
        if (why == WhyNot.NOT_THERE) {
            return errors.page(person.browser(), 404);
        }
        // With a second step there is a session to leave with.
        return why == WhyNot.STEP_UP
                ? Settings.confirmFirst(Settings.ORGANISATIONS)
                : show(person, Organising.sentence(person.browser().words(), why))
                        .status(409);
    }

    private HtmlView show(Enrolling person, String said) {
        List<Membership> all = organisations.memberships(person.account().id());
        return pages.show(person.browser(), person.account(), "setup/leave", Map.of("memberships", all, "said", said));
    }
}
