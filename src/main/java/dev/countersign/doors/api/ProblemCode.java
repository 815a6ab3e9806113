package dev.countersign.doors.api;

import java.util.Locale;

/// Everything that can go wrong with a call, with its status, its title and the sentence for a person that is used
/// where none fits better. The name in the API is the constant's, in lower case with dashes.
enum ProblemCode {
    MALFORMED_JSON(400, "Malformed JSON", "The body is not one well-formed JSON object in UTF-8."),
    MALFORMED_REQUEST(400, "Malformed request", "The request cannot be understood."),
    IDEMPOTENCY_KEY_INVALID(
            400, "Bad idempotency key", "Send one Idempotency-Key of 1 to 255 printable ASCII characters."),
    UNAUTHENTICATED(401, "Not signed in", "This call needs a token that is still good. Sign in again."),
    WRONG_TOKEN_KIND(401, "Wrong kind of token", "This call takes another kind of token."),
    INVALID_CREDENTIALS(401, "Wrong email or password", "Email or password is not right."),
    PASSKEY_REFUSED(401, "Passkey refused", "That passkey opens no account here."),
    ENROLMENT_REQUIRED(
            403, "Two-step sign-in must be set up", "Set up two-step sign-in first; nothing else is reachable before."),
    STEP_UP_REQUIRED(403, "Fresh proof needed", "Confirm that it is you with POST /api/v1/me/step-up, then try again."),
    REQUIRED_BY_POLICY(403, "Required by policy", "The policy of this account demands that it keeps a second step."),
    NOT_ALLOWED_BY_POLICY(403, "Not allowed by policy", "The policy of this account does not allow that."),
    ACCOUNT_SUSPENDED(
            403, "Account suspended", "This account is suspended. Ask your organisation or whoever runs this server."),
    MAY_NOT_SUSPEND_OWNER(
            403, "Owner", "Only another owner suspends an owner, and only the operator the operator's account."),
    MAY_NOT_SUSPEND_YOURSELF(403, "Yourself", "Nobody suspends their own account. Ask another admin."),
    INVITATION_REQUIRED(403, "Invitation needed", "Accounts are made by invitation only."),
    LINK_NEEDED(
            403,
            "Link needed",
            "Too many wrong passwords were tried. A link was mailed to the address, if it has an account. Open it, then try again."),
    FORBIDDEN(403, "Forbidden", "Your role in this organisation does not allow that."),
    MAY_NOT_RESET_OWNER(403, "Owner", "Only another owner resets an owner, and only the operator resets a sole owner."),
    MAY_NOT_RESET_YOURSELF(403, "Yourself", "Nobody resets their own two-step sign-in. Ask another admin."),
    NOT_MANAGED_HERE(403, "Not managed here", "Another organisation, or the operator, helps this account."),
    APPROVED_BY_ANOTHER(403, "Another admin approves", "Whoever asked for a reset does not approve it."),
    ROLE_TOO_NEW(403, "Role too new", "Whoever approves a reset has been an owner or admin for 7 days."),
    OTHER_ADDRESS(403, "Other address", "The invitation is for another address than your account's."),
    NOT_FOUND(404, "Not found", "There is nothing here."),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "This address does not take that method."),
    NOT_ACCEPTABLE(406, "Not acceptable", "This address answers in another media type than the Accept header allows."),
    IN_PROGRESS(409, "In progress", "A call with this Idempotency-Key is being worked on."),
    ALREADY_DONE(
            409,
            "Already done",
            "A call with this Idempotency-Key was done. Its answer held a secret and was not kept."),
    RECOVERY_WAITS(409, "Recovery waits", "An account recovery has begun, and waits for its end."),
    SOLE_OWNER(409, "Sole owner", "The account is the only owner of an organisation. Hand it over or delete it first."),
    ORGANISATION_GOING(
            409,
            "Going to be erased",
            "The organisation is going to be erased. Nobody joins it, unless an owner keeps it."),
    NOT_GOING(409, "Not going to be erased", "There is no deletion to cancel."),
    NOT_ACTIVE(409, "Not active", "That member is suspended, or going to be erased."),
    RESET_WAITS(409, "Reset waits", "A reset of this account waits already. Cancel it first."),
    NOTHING_TO_APPROVE(409, "Nothing to approve", "This reset needs no approval, or has one already."),
    WEBHOOK_OFF(409, "Webhook off", "This webhook is turned off. Turn it on first."),
    LAST_OWNER(409, "Last owner", "An organisation keeps an owner. Make somebody else an owner first."),
    NO_MAIL(409, "No mail", "This server cannot send mail."),
    SET_UP_ALREADY(409, "Set up already", "This member has set up two-step sign-in."),
    OUTCOME_UNKNOWN(
            409,
            "Outcome unknown",
            "A call with this Idempotency-Key was broken off. Look up the state, then use a new key."),
    CHALLENGE_EXPIRED(410, "Challenge over", "This sign-in took too long or is finished. Start again."),
    CHALLENGE_SPENT(410, "Challenge spent", "Too many wrong codes for this sign-in. Start again."),
    CODE_EXPIRED(410, "Code over", "Nothing waits for this code: unknown, done, too old, or too many wrong ones."),
    PASSKEY_EXPIRED(410, "Question over", "This passkey was asked for too long ago, or was answered. Ask again."),
    LINK_EXPIRED(410, "Link over", "This link was used already, or is too old. Ask for a new one."),
    ENROLMENT_EXPIRED(410, "Enrolment over", "Nothing of that id is waiting to be confirmed. Begin again."),
    ENROLMENT_SPENT(410, "Enrolment spent", "Too many wrong codes for this enrolment. Begin again."),
    RESULT_REFUSED(
            410,
            "Result refused",
            "This result is unknown, used, too old, or not of that reference and purpose. Ask a new question."),
    BODY_TOO_LARGE(413, "Body too large", "A body may have 64 KiB at most."),
    UNSUPPORTED_MEDIA_TYPE(
            415, "Unsupported media type", "Send the body as application/json in UTF-8, not compressed."),
    VALIDATION(422, "Not valid", "Some of the fields are not right; see errors."),
    TAKEN(422, "Address taken", "There is an account with this email address already."),
    COUNTRY_NOT_ALLOWED(422, "Country not allowed", "No text messages are sent to numbers of that country."),
    INCORRECT_CODE(422, "Incorrect code", "That code is not right."),
    INCORRECT_PASSKEY(422, "Passkey not accepted", "That passkey was not accepted."),
    PASSKEY_MODEL_REFUSED(
            422, "Authenticator not accepted", "Only listed models are taken here, and their makers vouch for them."),
    PASSKEY_NOT_DEVICE_BOUND(
            422, "Passkey can be copied", "Only a passkey that never leaves its device is taken here."),
    PASSKEY_ALREADY_ENROLLED(422, "Passkey already enrolled", "That passkey is enrolled already."),
    TOO_MANY_PASSKEYS(422, "Too many passkeys", "The account has as many passkeys as it may have."),
    CODE_ALREADY_USED(422, "Code already used", "That code was right, and was used before. Wait for the next one."),
    FACTOR_NOT_OFFERED(422, "Factor not offered", "This challenge cannot be answered with that factor."),
    INCORRECT_PASSWORD(422, "Incorrect password", "That is not the account's password."),
    SECOND_FACTOR_NEEDED(
            422, "Second factor needed", "The account has a second factor, so its password is not enough here."),
    IDEMPOTENCY_KEY_REUSED(422, "Idempotency key reused", "This Idempotency-Key was sent with another body before."),
    LOCKED_OUT(423, "Locked", "Too many wrong codes. Typed codes of this account are locked for a while."),
    TOO_MANY_ATTEMPTS(429, "Too many attempts", "Too many attempts. Wait before the next one."),
    TOO_MANY_CALLS(429, "Too many calls", "This key made too many calls. Wait before the next one."),
    SEND_TOO_SOON(429, "Too soon", "A code went out a moment ago, and still works. Wait before asking for another."),
    SEND_LIMIT(429, "Too many codes", "Too many codes were asked for. Wait before asking for another."),
    INTERNAL(500, "Internal error", "Something went wrong on the server. Nothing was half-done."),
    BUSY(503, "Busy", "The server is checking too many passwords and codes at this moment. Try again shortly."),
    EXPORTS_BUSY(503, "Too many exports", "Too many logs are being read out at this moment. Try again shortly."),
    UNAVAILABLE(503, "Unavailable", "The server cannot reach its database at this moment. Try again shortly.");

    private final int status;
    private final String title;
    private final String detail;
    private final String word;

    ProblemCode(int status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
        this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        return detail;
    }

    String word() {
        return word;
    }
}
