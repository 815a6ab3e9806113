package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.pages.Words;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A way to answer by typing a code, as the pages know it: its address, its field and its words.
enum CodeWay {
    /// A code from an authenticator app.
    APP(FactorType.TOTP, "app", "onetimecode"),
    /// A code by text message.
    TEXT(FactorType.SMS, "text", "onetimecode"),
    /// A code by mail.
    EMAIL(FactorType.EMAIL, "email", "onetimecode"),
    /// A saved one-use code.
    BACKUP(FactorType.BACKUP_CODE, "backup", "backupcode"),
    /// The code that support handed over after a reset.
    HAND_OVER(FactorType.HAND_OVER, "hand-over", "handovercode");

    private static final int LONGEST = 64;
    private static final int DIGITS = 6;
    private static final int SAID_FROM = 3;

    private final FactorType type;
    private final String word;
    private final String field;

    CodeWay(FactorType type, String word, String field) {
        this.type = type;
        this.word = word;
        this.field = field;
    }

    static Optional<CodeWay> of(FactorType type) {
        return Arrays.stream(values()).filter(way -> way.type == type).findFirst();
    }

    /// The page that asks for that factor: help where there is none.
    static String page(FactorType type) {
        return type == FactorType.PASSKEY
                ? VerifyPasskeyPage.PATH
                : of(type).map(CodeWay::path).orElse("/verify/help");
    }

    FactorType type() {
        return type;
    }

    /// Its name in messages.
    String word() {
        return word;
    }

    String path() {
        return "/verify/" + word;
    }

    String template() {
        return "verify/" + word;
    }

    String field() {
        return field;
    }

    /// The message for what cannot be a code at all, so that it costs no try.
    Optional<String> fault(String typed) {
        if (typed.isBlank()) {
            return Optional.of("code." + word + ".empty");
        }
        if (typed.length() > LONGEST) {
            return Optional.of("code." + word + ".shape");
        }
        return this == APP || this == TEXT || this == EMAIL ? digitFault(typed) : Optional.empty();
    }

    private static Optional<String> digitFault(String typed) {
        int digits = 0;
        for (int point : typed.codePoints().toArray()) {
            if (Character.isDigit(point)) {
                digits++;
            } else if (Character.isLetter(point)) {
                return Optional.of("code.app.digits-only");
            }
        }
        return digits == DIGITS ? Optional.empty() : Optional.of("code.app.shape");
    }

    /// What is said to a wrong code.
    String incorrect(Words words, VerifyOutcome.Incorrect wrong) {
        return incorrect(words, wrong.attemptsLeft(), wrong.clockOff());
    }

    /// What is said to a wrong code, with how far the phone's clock is off where that is known.
    String incorrect(Words words, int left, @Nullable Duration clockOff) {
        String sentence = clockOff == null
                ? words.say("code." + word + ".wrong")
                : words.say(
                        clockOff.isNegative() ? "code.app.clock-ahead" : "code.app.clock-behind",
                        "time",
                        words.length(clockOff.abs()));
        return withTriesLeft(words, sentence, left);
    }

    /// What is said to a code that was used before.
    String used(Words words, int left) {
        return withTriesLeft(words, words.say("code." + word + ".used"), left);
    }

    private static String withTriesLeft(Words words, String sentence, int left) {
        return left > SAID_FROM ? sentence : words.say("code.left", "sentence", sentence, "count", left);
    }
}
