package dev.countersign.doors.web;

import dev.countersign.pages.Notice;
import java.util.Optional;

/// The addresses of the pages where a person sees to their own account, and the ways between them.
final class Settings {
    static final String PROFILE = "/settings/profile";
    static final String SECURITY = "/settings/security";
    static final String EMAIL = "/settings/email";
    static final String DELETE = "/settings/delete";
    static final String EXPORT = "/settings/export";
    static final String ORGANISATIONS = "/settings/organisations";
    static final String PASSWORD = "/settings/password";
    static final String APP = SECURITY + "/app";
    static final String NEW_APP = APP + "/new";
    static final String REMOVE_APP = APP + "/remove";
    static final String PHONE = SECURITY + "/phone";
    static final String NEW_PHONE = PHONE + "/new";
    static final String REMOVE_PHONE = PHONE + "/remove";
    static final String PASSKEYS = SECURITY + "/passkeys";
    static final String NEW_PASSKEY = PASSKEYS + "/new";
    static final String CODES = SECURITY + "/backup-codes";
    static final String NEW_CODES = CODES + "/new";
    static final String DEVICES = SECURITY + "/devices";
    static final String RESET = SECURITY + "/reset";
    static final String RECOVERY = SECURITY + "/recovery";
    static final String ACTIVITY = SECURITY + "/activity";
    static final String SESSIONS = SECURITY + "/sessions";

    private Settings() {}

    /// After a form: the page to look at, and what it says once.
    static SeeOther done(String path, Notice notice) {
        return new SeeOther(path + "?notice=" + notice.word());
    }

    /// Fresh proof first, then that page again.
    static SeeOther confirmFirst(String path) {
        return new SeeOther("/confirm?return=" + SeeOther.encoded(path));
    }

    /// What the page has to say about the form before it.
    static Optional<Notice> notice(SignedIn visit) {
        return Notice.of(visit.browser().field("notice"));
    }
}
