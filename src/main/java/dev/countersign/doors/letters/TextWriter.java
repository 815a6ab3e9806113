package dev.countersign.doors.letters;

import dev.countersign.pages.Words;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.NoticeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Says what a text message says, in one part in every language: of several ways to say it, the fullest that fits.
final class TextWriter {
    /// What is left out, in that order: that nobody asks for it, the name, how long it works.
    private static final List<String> SHORTER = List.of(".full", ".named", ".timed", ".bare");

    private final Phrases phrases;
    private final Words words;

    TextWriter(Phrases phrases) {
        this.phrases = phrases;
        this.words = phrases.words();
    }

    String write() {
        Message message = phrases.message();
        return switch (message.kind()) {
            case SIGN_IN_CODE, ENROLMENT_CODE, PHONE_CODE ->
                code("text." + message.kind().word());
            case REFERENCE_CODE, CONTACT_CODE ->
                elsewhere("text." + message.kind().word());
            case NOTICE -> notice(NoticeEvent.in(message.fields()).getFirst());
            case TEST -> OnePart.first(List.of(say("text.test.named"), say("text.test.bare")));
            case ADDRESS_CODE,
                    ADDRESS_TAKEN,
                    NEW_ADDRESS_CODE,
                    PASSWORD_LINK,
                    RECOVERY_LINK,
                    SIGN_IN_LINK,
                    INVITATION,
                    REMINDER,
                    REPLACEMENT_REMINDER,
                    RESET_APPROVAL,
                    ACCOUNT_SUSPENDED,
                    ACCOUNT_REACTIVATED,
                    ACCOUNT_ERASED,
                    ORGANISATION_DELETION,
                    ORGANISATION_KEPT,
                    ORGANISATION_ERASED,
                    ORGANISATION_TRANSFERRED,
                    MEMBER_REMOVED,
                    ROLE_CHANGED,
                    SIGNED_OUT,
                    DEVICES_FORGOTTEN,
                    API_KEY_MADE,
                    VERIFY_KEY_MADE,
                    WEBHOOK_DISABLED,
                    SET_UP_DUE ->
                throw new IllegalArgumentException(message.kind().word() + " does not travel by text");
        };
    }

    // https://wicg.github.io/sms-one-time-codes/: the last line is the host after @ and the code after #, and tells a
    // browser for which site it may fill in the code.
    private String code(String key) {
        String code = phrases.needed("code");
        String bound = "\n\n@" + phrases.host() + " #" + code;
        List<String> ways = new ArrayList<>();
        SHORTER.forEach(part -> ways.add(say(key + part) + bound));
        ways.add(code + bound);
        ways.add(say(key + ".bare"));
        return OnePart.first(ways);
    }

    // Typed at the application: the host there is not this server's, and a browser must not be told that it is.
    private String elsewhere(String key) {
        return OnePart.first(SHORTER.stream().map(part -> say(key + part)).toList());
    }

    // Without the link it still says what to do: the same notice went to the account's address.
    private String notice(NoticeEvent event) {
        String own = "text.notice." + event.word();
        String key = words.has(own + ".bare") ? own : "text.notice.other";
        List<String> ways = new ArrayList<>(List.of(say(key + ".named"), say(key + ".bare")));
        if (phrases.field("link").isPresent()) {
            ways.addFirst(say(key + ".linked"));
        }
        return OnePart.first(ways);
    }

    private String say(String key) {
        Map<String, String> fields = phrases.fields();
        return words.say(
                key,
                "code",
                fields.getOrDefault("code", ""),
                "name",
                phrases.name(),
                "length",
                phrases.life(),
                "app",
                phrases.field("app").orElseGet(phrases::name),
                "purpose",
                fields.getOrDefault("purpose", ""),
                "link",
                fields.getOrDefault("link", ""));
    }
}
