package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.organisation.Member;
import dev.countersign.journeys.organisation.MemberActions;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.journeys.organisation.WhyNot;
import dev.countersign.pages.MemberEntry;
import dev.countersign.pages.Times;
import dev.countersign.pages.Words;
import dev.countersign.people.organisation.Invitation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;

/// What the pages of an organisation share: their addresses, and what is said where something was not done.
@Component
final class Organising {
    static final String OVERVIEW = "/organisation/overview";
    static final String AUDIT = "/organisation/audit";
    static final String USERS = "/organisation/users";
    static final String INVITE = USERS + "/invite";
    static final String USER = USERS + "/{id}";
    static final String DELETE = "/organisation/delete";
    static final String SECURITY = "/organisation/security";
    static final String APPS = "/organisation/apps";
    static final String SITES = "/organisation/sites";
    static final String WEBHOOKS = "/organisation/webhooks";
    static final String VERIFY_APPS = "/organisation/verify-apps";
    static final String KEYS = "/organisation/keys";
    static final String RESETS = "/organisation/resets";

    private final ErrorPages errors;
    private final Places places;
    private final MemberActions actions;

    Organising(ErrorPages errors, Places places, MemberActions actions) {
        this.errors = errors;
        this.places = places;
        this.actions = actions;
    }

    /// What came of it: what was done leads on; what needs proof leads through it and back to `path`; what is not
    /// there or not allowed says so; anything else is a sentence on the page that it was tried on.
    <T> View view(
            SignedIn visit,
            MemberOutcome<T> outcome,
            String path,
            Function<T, View> done,
            Function<String, View> said) {
        return switch (outcome) {
            case MemberOutcome.Done<T>(T value) -> done.apply(value);
            case MemberOutcome.Refused<T>(WhyNot why) -> refused(visit, why, path, said);
        };
    }

    private View refused(SignedIn visit, WhyNot why, String path, Function<String, View> said) {
        return switch (why) {
            case NOT_THERE -> errors.page(visit.browser(), 404);
            case NOT_ALLOWED -> errors.page(visit.browser(), 403);
            case STEP_UP -> Settings.confirmFirst(path);
            case OWNERS_ONLY,
                    LAST_OWNER,
                    NOT_A_NAME,
                    NOT_AN_ADDRESS,
                    MEMBER_ALREADY,
                    TOO_MANY_MAILS,
                    NO_MAIL,
                    SET_UP_ALREADY,
                    TOO_SOON,
                    NO_SUCH_ACCOUNT,
                    MANAGED_BY_ORGANISATION,
                    YOURSELF,
                    TOO_MANY_AT_ONCE,
                    MAY_NOT_RESET_OWNER,
                    MAY_NOT_RESET_YOURSELF,
                    ASK_THE_OPERATOR,
                    MAY_NOT_SUSPEND_OWNER,
                    MAY_NOT_SUSPEND_YOURSELF,
                    NAME_NOT_TYPED,
                    NOT_ACTIVE,
                    GOING,
                    NOT_GOING,
                    NOT_MANAGED_HERE,
                    REASON_NEEDED,
                    WHY_NEEDED,
                    RESET_WAITS,
                    APPROVED_BY_ANOTHER,
                    ROLE_TOO_NEW,
                    NOTHING_TO_APPROVE,
                    LINK_NOT_GOOD,
                    OTHER_ADDRESS,
                    POLICY_NOT_USABLE,
                    OWN_METHOD_FIRST,
                    NO_METHOD_LEFT,
                    OPERATOR_ONLY,
                    TOO_MANY_APPS,
                    APP_KIND_STAYS,
                    APP_HAS_NO_SECRET,
                    TOO_MANY_SITES,
                    SITE_ADDRESS_TAKEN,
                    TOO_MANY_KEYS,
                    NOT_A_KEY_NAME,
                    KEY_WITHOUT_SCOPE,
                    KEY_TIME,
                    KEYS_GIVE_NO_ROLE,
                    TOO_MANY_WEBHOOKS,
                    NOT_A_WEBHOOK_ADDRESS,
                    NO_SUCH_EVENT,
                    WEBHOOK_OFF -> said.apply(sentence(visit.browser().words(), why));
        };
    }

    /// Why not, in a sentence.
    static String sentence(Words words, WhyNot why) {
        return words.say("why-not." + why.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    MemberEntry entry(SignedIn visit, Member member, Times times) {
        Instant last = member.lastSignInAt();
        return new MemberEntry(
                member.accountId(),
                member.name(),
                member.email(),
                member.role().word(),
                member.status().word(),
                methods(member.factors()),
                last == null ? null : times.past(last),
                member.managed(),
                member.accountId().equals(visit.account().id()),
                member.helps(visit.account().id(), places.role(visit), actions.mails()).stream()
                        .map(Member.Help::word)
                        .collect(Collectors.toSet()),
                places.ending(visit, member.eraseAt()));
    }

    static List<String> methods(List<FactorType> types) {
        return types.stream()
                .filter(FactorType::countsAsEnrolment)
                .map(FactorType::word)
                .sorted()
                .toList();
    }

    static MemberEntry entry(Invitation invitation, Times times) {
        Invitation.Into into = Objects.requireNonNull(invitation.into());
        return new MemberEntry(
                invitation.id(),
                "",
                into.email(),
                into.role().word(),
                Member.Status.INVITED.word(),
                List.of(),
                times.day(invitation.expiresAt()),
                false,
                false,
                Set.of(),
                null);
    }
}
