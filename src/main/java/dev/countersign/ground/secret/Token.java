package dev.countersign.ground.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// An opaque token: a prefix that says what it is for, and 256 random bits in base64url (43 characters). Only its
/// hash is stored; the text is shown or sent once.
///
/// One that people copy into files ([Kind#KEY], [Kind#VERIFY_KEY]) has letters and digits only, so that a double
/// click takes it whole, and ends with 6 characters that follow from the rest: programs that look for leaked secrets
/// tell it from any other text without asking anybody, and a slip of the hand is noticed before the database is asked.
public record Token(Kind kind, String text) {
    static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static final int RANDOM_LENGTH = 43;
    private static final int CHECK_LENGTH = 6;

    /// Copied for each hash and never used itself: looking the algorithm up costs more than the hash of a token does.
    private static final MessageDigest SHA_256 = sha256();

    /// What a token is for.
    public enum Kind {
        SESSION("cs_session_"),
        CHALLENGE("cs_challenge_"),
        DEVICE("cs_device_"),
        ENROLMENT("cs_enrolment_"),
        KEY("cs_key_"),
        SET_UP("cs_setup_"),
        INVITATION("cs_invitation_"),
        PASSWORD_LINK("cs_password_"),
        SIGN_UP("cs_signup_"),
        ADDRESS("cs_address_"),
        NOT_ME("cs_notme_"),
        RECOVERY("cs_recovery_"),
        UNDO_ADDRESS("cs_undo_"),
        PERMIT("cs_permit_"),
        CLIENT_SECRET("cs_client_"),
        APP_REQUEST("cs_request_"),
        APP_CODE("cs_code_"),
        APP_ACCESS("cs_access_"),
        APP_REFRESH("cs_refresh_"),
        APP_DEVICE("cs_appdevice_"),
        SITE_PROXY("cs_proxy_"),
        SITE_REQUEST("cs_siterequest_"),
        SITE_TICKET("cs_ticket_"),
        SITE_ENTRY("cs_entry_"),
        SITE_SESSION("cs_site_"),
        STOP_RESET("cs_stop_"),
        VERIFY_KEY("cs_verify_"),
        VERIFY_CHALLENGE("cs_check_"),
        VERIFY_RESULT("cs_result_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        public String prefix() {
            return prefix;
        }

        /// Whether it is made of letters and digits and ends with a check of the rest.
        boolean checked() {
            return this == KEY || this == VERIFY_KEY;
        }
    }

    public String hash() {
        return hash(text);
    }

    /// The SHA-256 of the whole text, prefix included, in hex. Bare is enough: 256 random bits cannot be guessed.
    public static String hash(String text) {
        try {
            MessageDigest sha256 = (MessageDigest) SHA_256.clone();
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 cannot be copied", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had", e);
        }
    }

    /// What a text someone sent is, by its shape alone; empty for null and for anything that cannot be a token.
    public static Optional<Kind> kindOf(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.prefix)) {
                return isWhole(text, kind) && (!kind.checked() || checks(text)) ? Optional.of(kind) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    // Asked for each request to a site: no regular expression.
    private static boolean isWhole(String text, Kind kind) {
        int random = kind.checked() ? RANDOM_LENGTH + CHECK_LENGTH : RANDOM_LENGTH;
        if (text.length() != kind.prefix.length() + random) {
            return false;
        }
        for (int i = kind.prefix.length(); i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && (kind.checked() || (c != '_' && c != '-'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean checks(String text) {
        String rest = text.substring(0, text.length() - CHECK_LENGTH);
        return text.endsWith(check(rest));
    }

    /// The CRC-32 of a text (ISO 3309) in base 62, in 6 characters. It guards against slips, not against anybody.
    static String check(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(UTF_8));
        StringBuilder digits = new StringBuilder();
        for (long rest = crc.getValue(); digits.length() < CHECK_LENGTH; rest /= LETTERS.length()) {
            digits.append(LETTERS.charAt((int) (rest % LETTERS.length())));
        }
        return digits.reverse().toString();
    }

    @Override
    public String toString() {
        return kind + " ***";
    }
}
