package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.OrganisationPolicies;
import dev.countersign.journeys.organisation.OrganisationPolicies.Standing;
import dev.countersign.journeys.organisation.PolicyImpact;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.PolicyWords;
import dev.countersign.pages.Words;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyFault;
import dev.countersign.rules.policy.PolicyFields;
import dev.countersign.rules.policy.Preset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/security`: the policy of an organisation. A form, then a page that says what it means and whom it
/// affects, then saved.
@Controller
final class PolicyPage {
    private static final String REVIEW = Organising.SECURITY + "/review";

    /// With one alone, nobody could approve while that one is away, or when it is them who lost their phone.
    private static final int APPROVERS = 2;

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final OrganisationPolicies policies;
    private final StepUps stepUps;

    PolicyPage(Pages pages, Places places, Organising organising, OrganisationPolicies policies, StepUps stepUps) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.policies = policies;
        this.stepUps = stepUps;
    }

    /// Filled with a preset where one was chosen, with what was typed where somebody comes back to it, and else
    /// with the policy as it is.
    @GetMapping(Organising.SECURITY)
    View form(SignedIn visit) {
        Browser browser = visit.browser();
        Optional<Policy> preset = Preset.of(browser.field("preset")).map(Preset::policy);
        boolean typed = !browser.field("enrolment").isEmpty();
        return organising.view(
                visit,
                policies.read(visit.session(), places.here(visit)),
                Organising.SECURITY,
                standing -> form(
                        visit,
                        PolicyForm.form(
                                typed ? PolicyForm.typed(browser) : PolicyFields.of(preset.orElse(standing.policy()))),
                        preset.isPresent() ? browser.field("preset") : "",
                        standing),
                _ -> new SeeOther(Organising.USERS));
    }

    private HtmlView form(SignedIn visit, Form form, String preset, Standing standing) {
        boolean two = form.value("resetBy").equals("two-admins");
        return pages.show(
                visit,
                "organisation/security",
                Map.of(
                        "form",
                        form,
                        "notice",
                        Settings.notice(visit),
                        "preset",
                        preset,
                        "changeable",
                        standing.changeable(),
                        "lacking",
                        two && standing.approvers() < APPROVERS
                                ? lacking(visit.browser().words(), standing.approvers())
                                : "",
                        "ownFirst",
                        standing.changeable()
                                && !standing.enrolled()
                                && standing.policy().enrolment() != Policy.Enrolment.REQUIRED));
    }

    private static String lacking(Words words, int approvers) {
        return words.say("policy.affects.approvers", "count", approvers);
    }

    /// Looking changes nothing; fresh proof is asked for here, so that what follows is one press.
    @GetMapping(REVIEW)
    View review(SignedIn visit) {
        Browser browser = visit.browser();
        Map<String, String> typed = PolicyForm.typed(browser);
        PolicyFields.Read read = PolicyFields.read(typed);
        List<PolicyFault> faults = read.policy().isEmpty()
                ? read.faults()
                : policies.faults(read.policy().get());
        if (!faults.isEmpty()) {
            return organising.view(
                    visit,
                    policies.read(visit.session(), places.here(visit)),
                    Organising.SECURITY,
                    standing -> form(
                                    visit,
                                    PolicyForm.wrong(PolicyForm.form(typed), faults, browser.words()),
                                    "",
                                    standing)
                            .status(422),
                    _ -> new SeeOther(Organising.USERS));
        }
        Policy policy = read.policy().orElseThrow();
        return organising.view(
                visit,
                policies.preview(visit.session(), places.here(visit), policy),
                Organising.SECURITY,
                impact -> stepUps.fresh(visit.session())
                        ? review(visit, policy, impact, "")
                        : Settings.confirmFirst(PolicyForm.path(REVIEW, places.here(visit), policy)),
                _ -> new SeeOther(Organising.SECURITY));
    }

    private HtmlView review(SignedIn visit, Policy policy, PolicyImpact impact, String refused) {
        Words words = visit.browser().words();
        return pages.show(
                visit,
                "organisation/security-review",
                Map.of(
                        "fields", PolicyFields.of(policy),
                        "sentence", sentence(words, policy),
                        "changes",
                                impact.changes().stream()
                                        .map(it -> PolicyWords.change(words, it.field(), it.before(), it.after()))
                                        .toList(),
                        "affects", affects(visit, policy, impact),
                        "refused", refused,
                        "back", PolicyForm.path(Organising.SECURITY, places.here(visit), policy)));
    }

    @PostMapping(Organising.SECURITY)
    View save(SignedIn visit) {
        Browser browser = visit.browser();
        PolicyFields.Read read = PolicyFields.read(PolicyForm.typed(browser));
        if (read.policy().isEmpty()) {
            // The page before writes a whole policy; another one comes from no page of ours.
            return organising.view(
                    visit,
                    policies.read(visit.session(), places.here(visit)),
                    Organising.SECURITY,
                    _ -> new SeeOther(Organising.SECURITY),
                    _ -> new SeeOther(Organising.SECURITY));
        }
        Policy policy = read.policy().get();
        String organisation = places.here(visit);
        return organising.view(
                visit,
                policies.set(visit.session(), organisation, policy, browser.origin()),
                PolicyForm.path(REVIEW, places.here(visit), policy),
                _ -> Settings.done(Organising.SECURITY, Notice.POLICY_SAVED),
                said -> organising.view(
                        visit,
                        policies.preview(visit.session(), organisation, policy),
                        Organising.SECURITY,
                        impact -> review(visit, policy, impact, said).status(409),
                        _ -> new SeeOther(Organising.SECURITY)));
    }

    private String sentence(Words words, Policy policy) {
        Map<String, String> fields = PolicyFields.of(policy);
        List<String> methods = policies.usable(policy).stream()
                .sorted()
                .map(type -> words.say("policy.by." + type.word()))
                .toList();
        return words.say(
                "policy.sentence",
                "enrolment",
                fields.getOrDefault("enrolment", ""),
                "methods",
                words.anyOf(methods),
                "remember",
                fields.getOrDefault("rememberDevice", ""),
                "days",
                policy.rememberDays(),
                "session",
                PolicyWords.length(words, policy.sessionMinutes()));
    }

    private static List<String> affects(SignedIn visit, Policy policy, PolicyImpact impact) {
        Words words = visit.browser().words();
        List<String> said = new ArrayList<>();
        if (impact.notEnrolled() > 0 && policy.enrolment() == Policy.Enrolment.REQUIRED) {
            said.add(words.say(
                    "policy.affects.not-enrolled", "count", impact.notEnrolled(), "members", impact.members()));
            Instant due = impact.dueAt();
            said.add(
                    due == null
                            ? words.say("policy.affects.next")
                            : words.say(
                                    "policy.affects.due", "date", words.day(due, SignedIn.zoneOf(visit.account()))));
        }
        impact.disallowed().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> words.say("policy.affects." + each.getKey().word(), "count", each.getValue()))
                .forEach(said::add);
        if (!impact.disallowed().isEmpty()) {
            said.add(words.say("policy.affects.replace"));
        }
        if (impact.sessionsEnded() > 0) {
            said.add(words.say("policy.affects.sessions", "count", impact.sessionsEnded()));
        }
        if (policy.resetBy() == Policy.ResetBy.TWO_ADMINS && impact.approvers() < APPROVERS) {
            said.add(lacking(words, impact.approvers()));
        }
        if (impact.devicesForgotten() > 0) {
            said.add(words.say("policy.affects.devices", "count", impact.devicesForgotten()));
        }
        return said.isEmpty() ? List.of(words.say("policy.affects.nobody")) : List.copyOf(said);
    }
}
