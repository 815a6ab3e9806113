package dev.countersign.pages;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.Policy.EmailCode;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.Recovery;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.policy.Policy.ResetBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a policy means for whoever it holds for, as sentences: the rules on help pages.
///
/// @param policy without what this server cannot offer
/// @param mails whether this server can send mail
/// @param due the day until which a required set-up can be put off, in words, or null
/// @param helper the organisation that manages the reader's account, or null where this server's support does
public record HelpRules(
        Words words,
        Policy policy,
        boolean mails,
        @Nullable String due,
        @Nullable String helper) {

    /// The rules that a topic is about; without a topic all of them.
    public List<String> of(@Nullable HelpTopic topic) {
        List<String> said = new ArrayList<>();
        if (topic == null) {
            List.of(enrolment(), methods(), devices(), sessions(), codes(), help())
                    .forEach(said::addAll);
            return said;
        }
        switch (topic) {
            case TWO_STEP -> {
                said.addAll(enrolment());
                said.addAll(methods());
                said.addAll(devices());
            }
            case APP, PHONE, PASSKEY -> said.addAll(methods());
            case BACKUP_CODES -> said.addAll(codes());
            case LOST_PHONE -> {
                said.addAll(codes());
                said.addAll(help());
            }
            case NEW_PHONE -> said.addAll(methods());
            case DEVICES -> {
                said.addAll(devices());
                said.addAll(sessions());
            }
            case PASSWORD, NOT_ME -> {}
            case ADMINS -> said.addAll(help());
        }
        return said;
    }

    private List<String> enrolment() {
        List<String> said = new ArrayList<>();
        said.add(
                switch (policy.enrolment()) {
                    case OPTIONAL -> say("optional");
                    case RECOMMENDED -> say("recommended");
                    case REQUIRED -> due == null ? say("required") : say("required.due", "date", due);
                });
        boolean off = policy.mayTurnOff() && policy.enrolment() != Enrolment.REQUIRED;
        said.add(say(off ? "may-turn-off" : "stays-on"));
        return said;
    }

    private List<String> methods() {
        List<String> said = new ArrayList<>();
        List<String> ways = Policies.inOrder(policy, policy.usableFactors()).stream()
                .map(FactorType::word)
                .map(word -> words.say("policy.by." + word))
                .toList();
        said.add(ways.isEmpty() ? say("methods.none") : say("methods", "methods", words.anyOf(ways)));
        if (mails && policy.emailCode() == EmailCode.WHEN_NOTHING_ELSE) {
            said.add(say("email-code"));
        }
        return said;
    }

    private List<String> devices() {
        if (policy.rememberDevice() == RememberDevice.OFF) {
            return List.of(say("remember.off"));
        }
        return List.of(
                say(
                        policy.rememberDevice() == RememberDevice.ALWAYS ? "remember.always" : "remember.ask",
                        "count",
                        policy.devicesPerAccount()),
                say("remember.days", "length", words.length(policy.rememberLength())),
                say("remember.accounts", "count", policy.accountsPerDevice()),
                say(policy.signOutForgetsDevice() ? "sign-out.forgets" : "sign-out.keeps"));
    }

    private List<String> sessions() {
        List<String> said = new ArrayList<>();
        said.add(say("session", "length", words.length(policy.sessionLength())));
        Integer idle = policy.idleMinutes();
        if (idle != null) {
            said.add(say("idle", "length", words.length(Duration.ofMinutes(idle))));
        }
        return said;
    }

    private List<String> codes() {
        return List.of(policy.backupCodes() == 0 ? say("codes.none") : say("codes", "count", policy.backupCodes()));
    }

    private List<String> help() {
        List<String> said = new ArrayList<>();
        if (helper == null) {
            said.add(say("reset.support"));
        } else {
            said.add(say(policy.resetBy() == ResetBy.ADMIN ? "reset.admin" : "reset.two-admins", "name", helper));
            if (policy.resetWaitHours() > 0) {
                said.add(say("reset.wait", "length", words.length(Duration.ofHours(policy.resetWaitHours()))));
            }
        }
        if (mails && policy.recovery() == Recovery.WAIT) {
            said.add(say("recovery", "length", words.length(Duration.ofHours(policy.recoveryWaitHours()))));
        }
        return said;
    }

    private String say(String rule, Object... arguments) {
        return words.say("help.rule." + rule, arguments);
    }
}
