package dev.countersign.ground.audit;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Text for a log line that cannot end the line, steer a terminal or turn the direction of writing.
final class LogText {
    private LogText() {}

    /// Appends ` key=value`, quoted unless it is plain letters, digits and `._:/-`; nothing for null.
    static void append(StringBuilder line, String key, @Nullable String value) {
        if (value == null) {
            return;
        }
        line.append(' ').append(key).append('=');
        if (value.chars().allMatch(LogText::isPlain) && !value.isEmpty()) {
            line.append(value);
            return;
        }
        line.append('"');
        value.codePoints().forEach(c -> appendEscaped(line, c));
        line.append('"');
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._:/-".indexOf(c) >= 0;
    }

    private static void appendEscaped(StringBuilder line, int c) {
        if (c == '"' || c == '\\') {
            line.append('\\').append((char) c);
            return;
        }
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                line.append("\\u{").append(HexFormat.of().toHexDigits(c, 6)).append('}');
            default -> line.appendCodePoint(c);
        }
    }
}
