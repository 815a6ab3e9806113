package dev.countersign.doors.api;

import dev.countersign.factors.backupcode.TypedBackupCode;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.totp.TypedCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The check that a typed code can be one at all. What cannot is refused before the journey hears of it, so it
/// costs no attempt.
final class TypedCodes {
    private static final int LONGEST_HAND_OVER = 64;

    private TypedCodes() {}

    /// The factor of that name that a challenge may be answered with.
    static FactorType factor(Fields fields, @Nullable String word) {
        FactorType type = FactorType.of(fields.text("factor", word)).orElse(FactorType.PASSWORD);
        boolean typed = type != FactorType.PASSWORD && type != FactorType.DEVICE;
        if (word != null && !typed) {
            fields.wrong("factor", "unknown", "There is no such factor.");
        }
        return type;
    }

    /// The code, as it was typed.
    static String code(Fields fields, FactorType factor, @Nullable String typed) {
        String code = fields.text("code", typed);
        if (typed != null && !isOne(factor, typed)) {
            fields.wrong("code", "wrong-shape", "That does not look like such a code. No attempt was counted.");
        }
        return code;
    }

    /// What answers a challenge by that factor: the code as it was typed, or what the authenticator made, as JSON.
    static String answer(
            Fields fields, FactorType factor, @Nullable String typed, @Nullable Map<String, Object> credential) {
        if (factor == FactorType.PASSKEY) {
            if (typed != null) {
                fields.wrong("code", "not-both", "A passkey is sent as credential.");
            }
            return credential(fields, credential);
        }
        if (credential != null) {
            fields.wrong("credential", "not-both", "Only a passkey is sent as credential.");
        }
        return code(fields, factor, typed);
    }

    /// What the authenticator made, as JSON.
    static String credential(Fields fields, @Nullable Map<String, Object> credential) {
        if (credential == null) {
            fields.wrong("credential", "missing", "This field is needed.");
            return "";
        }
        return new String(Json.write(credential), StandardCharsets.UTF_8);
    }

    private static boolean isOne(FactorType factor, String typed) {
        return switch (factor) {
            case TOTP, SMS, EMAIL -> TypedCode.digits(typed).isPresent();
            case BACKUP_CODE -> TypedBackupCode.of(typed).isPresent();
            case HAND_OVER -> !typed.isBlank() && typed.length() <= LONGEST_HAND_OVER;
            case PASSWORD, PASSKEY, DEVICE -> true;
        };
    }
}
