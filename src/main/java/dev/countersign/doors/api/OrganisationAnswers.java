package dev.countersign.doors.api;

import dev.countersign.doors.api.OrganisationBodies.OrganisationAnswer;
import dev.countersign.doors.api.OrganisationBodies.SupportView;
import dev.countersign.journeys.organisation.BulkActions;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.journeys.organisation.MemberOutcome.Done;
import dev.countersign.journeys.organisation.MemberOutcome.Refused;
import dev.countersign.journeys.organisation.WhyNot;
import dev.countersign.people.brand.LogoFault;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What came of something in an organisation, as the API answers it.
@Component
final class OrganisationAnswers {
    /// The path variable of a second id.
    static final String ACCOUNT = "/{accountId:[0-9a-f-]{36}}";

    private static final Duration DAY = Duration.ofDays(1);

    private static final String SOLE_OWNER =
            "You are the only owner of an organisation: the operator of this server resets you.";

    private final InstantSource clock;

    OrganisationAnswers(InstantSource clock) {
        this.clock = clock;
    }

    <T> Answer answer(MemberOutcome<T> outcome, Function<T, Answer> done) {
        return switch (outcome) {
            case Done<T>(T value) -> done.apply(value);
            case Refused<T>(WhyNot why) -> Answer.problem(problem(why));
        };
    }

    Answer none(MemberOutcome<?> outcome) {
        return answer(outcome, _ -> Answer.none());
    }

    /// Why not, as the API says it.
    Problem problem(WhyNot why) {
        Instant tomorrow = clock.instant().plus(DAY);
        return switch (why) {
            case NOT_THERE, NO_SUCH_ACCOUNT, APP_HAS_NO_SECRET -> Problem.of(ProblemCode.NOT_FOUND);
            case NOT_ALLOWED -> Problem.of(ProblemCode.FORBIDDEN);
            case OWNERS_ONLY -> Problem.of(ProblemCode.FORBIDDEN, "Only an owner may do that.");
            case STEP_UP -> Problem.stepUp(Session.FRESH);
            case LAST_OWNER -> Problem.of(ProblemCode.LAST_OWNER);
            case NOT_A_NAME -> Problem.validation("name", "not-a-name", Flaws.sentence("not-a-name"));
            case NOT_AN_ADDRESS -> Problem.validation("email", "not-an-address", Flaws.sentence("not-an-address"));
            case MEMBER_ALREADY -> Problem.validation("email", "member", "The account of this address is a member.");
            case REASON_NEEDED, WHY_NEEDED ->
                Problem.validation("reason", "missing", "Give a reason of 1 to 200 characters.");
            case TOO_MANY_MAILS -> Problem.retry(ProblemCode.SEND_LIMIT, tomorrow.truncatedTo(ChronoUnit.DAYS));
            case TOO_SOON -> Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, tomorrow);
            case NO_MAIL -> Problem.of(ProblemCode.NO_MAIL);
            case SET_UP_ALREADY -> Problem.of(ProblemCode.SET_UP_ALREADY);
            case MAY_NOT_RESET_OWNER -> Problem.of(ProblemCode.MAY_NOT_RESET_OWNER);
            case MAY_NOT_RESET_YOURSELF -> Problem.of(ProblemCode.MAY_NOT_RESET_YOURSELF);
            case ASK_THE_OPERATOR -> Problem.of(ProblemCode.MAY_NOT_RESET_YOURSELF, SOLE_OWNER);
            case MAY_NOT_SUSPEND_OWNER -> Problem.of(ProblemCode.MAY_NOT_SUSPEND_OWNER);
            case MAY_NOT_SUSPEND_YOURSELF -> Problem.of(ProblemCode.MAY_NOT_SUSPEND_YOURSELF);
            case NAME_NOT_TYPED -> Problem.validation("name", "not-the-name", "Give the organisation's name as it is.");
            case NOT_ACTIVE -> Problem.of(ProblemCode.NOT_ACTIVE);
            case GOING -> Problem.of(ProblemCode.ORGANISATION_GOING);
            case NOT_GOING -> Problem.of(ProblemCode.NOT_GOING);
            case NOT_MANAGED_HERE -> Problem.of(ProblemCode.NOT_MANAGED_HERE);
            case MANAGED_BY_ORGANISATION ->
                Problem.of(
                        ProblemCode.NOT_MANAGED_HERE, "An organisation helps this account: its owners and admins do.");
            case YOURSELF -> Problem.of(ProblemCode.FORBIDDEN, "For yourself, do that with your own account.");
            case TOO_MANY_AT_ONCE ->
                Problem.retry(
                        ProblemCode.TOO_MANY_ATTEMPTS,
                        clock.instant().plus(BulkActions.BREAK).truncatedTo(ChronoUnit.SECONDS));
            case RESET_WAITS -> Problem.of(ProblemCode.RESET_WAITS);
            case APPROVED_BY_ANOTHER -> Problem.of(ProblemCode.APPROVED_BY_ANOTHER);
            case ROLE_TOO_NEW -> Problem.of(ProblemCode.ROLE_TOO_NEW);
            case NOTHING_TO_APPROVE -> Problem.of(ProblemCode.NOTHING_TO_APPROVE);
            case LINK_NOT_GOOD -> Problem.of(ProblemCode.LINK_EXPIRED);
            case OTHER_ADDRESS -> Problem.of(ProblemCode.OTHER_ADDRESS);
            case POLICY_NOT_USABLE -> Problem.of(ProblemCode.VALIDATION);
            case OWN_METHOD_FIRST ->
                Problem.validation(
                        "enrolment", "own-method-first", "Set up two-step sign-in yourself before you demand it.");
            case NO_METHOD_LEFT ->
                Problem.of(
                        ProblemCode.NOT_ALLOWED_BY_POLICY,
                        "No method would be left that all your organisations allow. Leave the other one first.");
            case OPERATOR_ONLY ->
                Problem.of(ProblemCode.FORBIDDEN, "Only the operator of the server opens an app to everyone.");
            case TOO_MANY_APPS, TOO_MANY_SITES, TOO_MANY_KEYS ->
                Problem.validation("name", "too-many", "The organisation has as many of these as it may.");
            case SITE_ADDRESS_TAKEN ->
                Problem.validation("origins", "taken", "Another site of the organisation is reached at that address.");
            case APP_KIND_STAYS -> Problem.validation("kind", "stays", "An app stays what it was registered as.");
            case NOT_A_KEY_NAME -> Problem.validation("name", "not-a-name", "Give a name of 1 to 80 characters.");
            case KEY_WITHOUT_SCOPE -> Problem.validation("scopes", "missing", "Give at least one scope.");
            case KEY_TIME ->
                Problem.validation("expiresAt", "out-of-range", "Give a time to come, within the next 366 days.");
            case TOO_MANY_WEBHOOKS ->
                Problem.validation("url", "too-many", "The organisation has as many webhooks as it may.");
            case NOT_A_WEBHOOK_ADDRESS ->
                Problem.validation("url", "not-an-address", "Give an https address of 500 characters at most.");
            case NO_SUCH_EVENT ->
                Problem.validation("events", "unknown", "Give kinds or types of events as the audit log has them.");
            case WEBHOOK_OFF -> Problem.of(ProblemCode.WEBHOOK_OFF);
            case KEYS_GIVE_NO_ROLE -> Problem.of(ProblemCode.FORBIDDEN, "An API key invites as members only.");
        };
    }

    /// Why bytes cannot be a logo.
    static String sentence(LogoFault fault) {
        return switch (fault) {
            case NOTHING -> "Send the picture as the body.";
            case TOO_MANY_BYTES -> "Send 512 KiB at most.";
            case NOT_AN_IMAGE -> "Send a PNG or a JPEG.";
            case BROKEN -> "The picture cannot be read.";
            case TOO_LARGE -> "A side may have 2,048 pixels at most.";
            case TOO_SMALL -> "A side has to have 16 pixels at least, also when it is fitted into 360 by 96.";
        };
    }

    /// An organisation that has just been made.
    static OrganisationAnswer view(Organisation it) {
        return new OrganisationAnswer(
                it.id(), it.name(), it.createdAt(), null, null, new SupportView(null, null, null), it.eraseAt());
    }

    /// The role of that name; where there is none, the least stands in until the fields are done.
    static Role role(Fields fields, @Nullable String word) {
        String given = fields.text("role", word);
        Optional<Role> role = Role.parse(given);
        if (word != null && role.isEmpty()) {
            fields.wrong("role", "unknown", "Give member, admin or owner.");
        }
        return role.orElse(Role.MEMBER);
    }
}
