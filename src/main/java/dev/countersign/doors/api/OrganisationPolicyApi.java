package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.OrganisationBodies.PolicyPreview;
import dev.countersign.doors.api.OrganisationBodies.PolicyPreviewRequest;
import dev.countersign.doors.api.OrganisationBodies.PolicyRequest;
import dev.countersign.journeys.organisation.OrganisationPolicies;
import dev.countersign.journeys.organisation.PolicyImpact;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyFault;
import dev.countersign.rules.policy.PolicyFields;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// The policy of an organisation.
@ApiDoor
class OrganisationPolicyApi {
    private static final String POLICY = "/organisations" + ApiDoor.ID + "/policy";

    private final OrganisationPolicies policies;
    private final OrganisationAnswers answers;

    OrganisationPolicyApi(OrganisationPolicies policies, OrganisationAnswers answers) {
        this.policies = policies;
        this.answers = answers;
    }

    @GetMapping(POLICY)
    @Scoped(KeyScope.ORGANISATION_READ)
    Answer policy(ManagingCaller caller, @PathVariable String id) {
        return answers.answer(policies.read(caller.by(), id), standing -> Answer.ok(Views.written(standing.policy())));
    }

    @PutMapping(POLICY)
    Answer set(SessionCaller caller, @PathVariable String id, @Body PolicyRequest body) {
        Policy policy = policy("", body);
        return answers.answer(
                policies.set(caller.session(), id, policy, caller.origin()), set -> Answer.ok(Views.written(set)));
    }

    @PostMapping(POLICY + "/preview")
    @Scoped(KeyScope.ORGANISATION_READ)
    Answer preview(ManagingCaller caller, @PathVariable String id, @Body PolicyPreviewRequest body) {
        PolicyRequest wanted = body.policy();
        if (wanted == null) {
            throw new Refusal(Problem.validation("policy", "missing", Flaws.sentence("missing")));
        }
        Policy policy = policy("policy.", wanted);
        return answers.answer(policies.preview(caller.by(), id, policy), it -> Answer.ok(preview(it)));
    }

    private static PolicyPreview preview(PolicyImpact it) {
        Map<String, Integer> disallowed = new TreeMap<>();
        it.disallowed().forEach((type, members) -> disallowed.put(type.word(), members));
        return new PolicyPreview(
                it.members(),
                it.notEnrolled(),
                it.usingDisallowedFactors(),
                disallowed,
                it.sessionsEnded(),
                it.devicesForgotten(),
                it.dueAt(),
                it.approvers());
    }

    private Policy policy(String within, PolicyRequest body) {
        PolicyFields.Read read = PolicyFields.read(texts(body));
        List<PolicyFault> faults = read.policy().isEmpty()
                ? read.faults()
                : policies.faults(read.policy().get());
        Fields fields = new Fields();
        for (PolicyFault fault : faults) {
            fields.wrong(
                    within + fault.field(),
                    fault.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    fault.sentence() + ".");
        }
        fields.done();
        return read.policy().orElseThrow();
    }

    private static Map<String, String> texts(PolicyRequest it) {
        Map<String, String> texts = new HashMap<>();
        put(texts, "enrolment", it.enrolment());
        put(texts, "graceDays", it.graceDays());
        put(texts, "factors", it.factors() == null ? null : String.join(",", it.factors()));
        put(texts, "preferred", it.preferred());
        put(texts, "emailCode", it.emailCode());
        put(texts, "mayTurnOff", it.mayTurnOff());
        put(texts, "backupCodes", it.backupCodes());
        put(texts, "rememberDevice", it.rememberDevice());
        put(texts, "rememberDays", it.rememberDays());
        put(texts, "devicesPerAccount", it.devicesPerAccount());
        put(texts, "accountsPerDevice", it.accountsPerDevice());
        put(texts, "signOutForgetsDevice", it.signOutForgetsDevice());
        put(texts, "sessionMinutes", it.sessionMinutes());
        put(texts, "idleMinutes", it.idleMinutes());
        put(texts, "adminIdleMinutes", it.adminIdleMinutes());
        put(texts, "aal2Hours", it.aal2Hours());
        put(texts, "resetBy", it.resetBy());
        put(texts, "resetWaitHours", it.resetWaitHours());
        put(texts, "recovery", it.recovery());
        put(texts, "recoveryWaitHours", it.recoveryWaitHours());
        return texts;
    }

    private static void put(Map<String, String> texts, String field, @Nullable Object value) {
        if (value != null) {
            texts.put(field, value.toString());
        }
    }
}
