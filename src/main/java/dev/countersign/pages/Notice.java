package dev.countersign.pages;

import java.util.Locale;
import java.util.Optional;

/// What a page under `/settings` says once about the form that led to it. Its sentence is the message `notice.`
/// with its word; it names nothing that a crafted link could fill in.
public enum Notice {
    PROFILE_SAVED(true),
    REMINDER_HIDDEN(true),
    APP_RENAMED(true),
    APP_REPLACED(true),
    APP_REMOVED(true),
    METHOD_REMOVED(true),
    PHONE_GONE(false),
    APP_GONE(false),
    CODES_SAVED(true),
    CODES_NOT_ALLOWED(false),
    DEVICE_FORGOTTEN(true),
    DEVICES_FORGOTTEN(true),
    DEVICE_GONE(false),
    SESSION_ENDED(true),
    SESSIONS_ENDED(true),
    SESSION_GONE(false),
    SESSION_THIS(false),
    RECOVERY_CANCELLED(true),
    RECOVERY_GONE(false),
    RESET_STOPPED(true),
    RESET_GONE(false),
    RESET_APPROVED(true),
    MEMBER_RESET_WAITS(true),
    MEMBER_RESET_ASKED(true),
    PASSWORD_CHANGED(true),
    MEMBER_UNLOCKED(true),
    MEMBER_SIGNED_OUT(true),
    MEMBER_DEVICES_FORGOTTEN(true),
    MEMBER_REMINDED(true),
    ALL_REMINDED(true),
    SOME_REMINDED(true),
    NOBODY_REMINDED(false),
    NOBODY_CHOSEN(false),
    PRESS_AGAIN(false),
    MEMBER_RESET(true),
    MEMBER_REMOVED(true),
    MEMBER_SUSPENDED(true),
    MEMBER_REACTIVATED(true),
    ORGANISATION_TRANSFERRED(true),
    ORGANISATION_GOING(true),
    ORGANISATION_KEPT(true),
    ACCOUNT_KEPT(true),
    ROLE_CHANGED(true),
    INVITATION_SENT(true),
    INVITATION_REVOKED(true),
    ORGANISATION_MADE(true),
    BRAND_SAVED(true),
    LOGO_SAVED(true),
    LOGO_REMOVED(true),
    ORGANISATION_JOINED(true),
    POLICY_SAVED(true),
    ORGANISATION_LEFT(true),
    MANAGING_CHOSEN(true),
    EMAIL_CHANGED(true),
    PASSKEY_ADDED(true),
    PASSKEY_RENAMED(true),
    PASSKEY_REMOVED(true),
    PASSKEY_GONE(false),
    PASSKEYS_FULL(false),
    PASSKEY_DECLINED(true),
    APP_SIGNED_OUT(true),
    APP_NOT_USED(false),
    CLIENT_SAVED(true),
    CLIENT_REMOVED(true),
    SITE_SAVED(true),
    SITE_REMOVED(true),
    KEY_REVOKED(true),
    VERIFY_KEY_REVOKED(true),
    VERIFY_APP_REMOVED(true),
    KEY_GONE(false),
    WEBHOOK_SAVED(true),
    WEBHOOK_TESTED(true),
    WEBHOOK_REPLAYED(true),
    WEBHOOK_REMOVED(true),
    WEBHOOK_OFF(false);

    private final boolean done;

    Notice(boolean done) {
        this.done = done;
    }

    /// The notice of that word.
    public static Optional<Notice> of(String word) {
        for (Notice notice : values()) {
            if (notice.word().equals(word)) {
                return Optional.of(notice);
            }
        }
        return Optional.empty();
    }

    /// Its name in addresses and messages: "app-removed".
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The look of the note: done, or nothing to do.
    public String look() {
        return done ? "good" : "info";
    }
}
