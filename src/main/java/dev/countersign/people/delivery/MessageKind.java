package dev.countersign.people.delivery;

import java.util.Locale;

/// What a message is about. Its words are found by this name, in the person's language.
public enum MessageKind {
    /// The code and the link that confirm an address at sign-up. Fields: `code`, `link`.
    ADDRESS_CODE(true),
    /// Somebody signed up with an address that has an account. Fields: `link` (to sign in).
    ADDRESS_TAKEN(false),
    /// The code that confirms a new address of an account. Fields: `code`.
    NEW_ADDRESS_CODE(true),
    /// The single-use link that sets a new password. Fields: `link`.
    PASSWORD_LINK(true),
    /// The single-use link that begins an account recovery. Fields: `link`.
    RECOVERY_LINK(true),
    /// The link that lets somebody sign in on a new device while strangers guess at the password. Fields: `link`,
    /// `at` (milliseconds), `browser`, `network`.
    SIGN_IN_LINK(true),
    /// The single-use link into an organisation. Fields: `link`, `organisation`, `inviter`.
    INVITATION(true),
    /// An admin asks to set up two-step sign-in. Fields: `link`, `organisation`, `inviter`, and `date` (milliseconds)
    /// where it can be put off until then.
    REMINDER(false),
    /// An admin asks to replace methods that are no longer allowed. Fields: `link`, `organisation`, `inviter`.
    REPLACEMENT_REMINDER(false),
    /// A reset waits for the reader's approval. Fields: `link`, `organisation`, `inviter` (who asked), `member`.
    RESET_APPROVAL(false),
    /// An account was suspended. Fields: `organisation`, where an organisation did it.
    ACCOUNT_SUSPENDED(false),
    /// A suspended account may sign in again. Fields: `link` (to sign in).
    ACCOUNT_REACTIVATED(false),
    /// The account is gone. No fields.
    ACCOUNT_ERASED(false),
    /// An organisation of the reader is going to be erased. Fields: `organisation`, `until` (milliseconds).
    ORGANISATION_DELETION(false),
    /// It stays. Fields: `organisation`.
    ORGANISATION_KEPT(false),
    /// It is gone. Fields: `organisation`.
    ORGANISATION_ERASED(false),
    /// An owner handed the organisation over. Fields: `organisation`, `inviter` (who did), `owner` (to whom).
    ORGANISATION_TRANSFERRED(false),
    /// An organisation has taken the reader out of it. Fields: `organisation`, `at`, `by` (who did it).
    MEMBER_REMOVED(false),
    /// The reader has another role in an organisation. Fields: `organisation`, `role` (its word), `at`, and `by` where
    /// it was not the operator.
    ROLE_CHANGED(false),
    /// An admin, or the operator, ended all sessions of the reader. Fields: `at`, and `organisation` and `by` where an
    /// organisation did it.
    SIGNED_OUT(false),
    /// The same of remembered devices.
    DEVICES_FORGOTTEN(false),
    /// An API key was made for an organisation that the reader owns. Fields: `organisation`, `inviter` (who made it),
    /// `key` (its name), `link` (to the keys).
    API_KEY_MADE(false),
    /// A verify-only application of an organisation that the reader owns was given a key. Fields: `organisation`,
    /// `inviter` (who did), `key` (the application's name), `link` (to it).
    VERIFY_KEY_MADE(false),
    /// A webhook of an organisation that the reader owns was turned off. Fields: `organisation`, `link` (to it).
    WEBHOOK_DISABLED(false),
    /// The date comes near by which two-step sign-in has to be set up. Fields: `link`, `date` (milliseconds).
    SET_UP_DUE(false),
    /// A code to sign in with. Fields: `code`.
    SIGN_IN_CODE(true),
    /// The code asked for before a first enrolment. Fields: `code`.
    ENROLMENT_CODE(true),
    /// The code that verifies a phone. Fields: `code`.
    PHONE_CODE(true),
    /// The code by which somebody answers an application's question. Fields: `code`, `purpose`, and `app` (its name)
    /// where that can be said.
    REFERENCE_CODE(true),
    /// The code that confirms a phone or a mailbox for an application. Fields: `code`, `app` as above.
    CONTACT_CODE(true),
    /// Something happened to the account. Fields: `event`, `at` (milliseconds), `browser`, `network`, `link` ("This
    /// wasn't me"), and what the event has.
    NOTICE(false),
    /// The operator's test. No fields.
    TEST(false);

    private final boolean carriesCode;

    MessageKind(boolean carriesCode) {
        this.carriesCode = carriesCode;
    }

    /// Whether it holds a code or a link that opens something: it is sent at most once, and is not worth sending
    /// once it has expired. Anything else is sent at least once.
    public boolean carriesCode() {
        return carriesCode;
    }

    /// Its name in tables, bundles and logs.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static MessageKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
