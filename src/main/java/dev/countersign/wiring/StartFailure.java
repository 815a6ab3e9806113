package dev.countersign.wiring;

import dev.countersign.ground.secret.UnusableKey;
import dev.countersign.ground.store.StartRefused;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;

/// Why a start failed, in one plain sentence for the operator.
public final class StartFailure {
    private StartFailure() {}

    /// The sentence, or empty for a failure that nobody foresaw: that one is shown whole.
    public static Optional<String> sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused || cause instanceof UnusableKey || cause instanceof SettingRefused) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException unbound) {
                return Optional.of(unreadable(unbound));
            }
            if (cause instanceof PortInUseException taken) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "Port %d is in use by another program. Stop that one, or set SERVER_PORT to another port.",
                        taken.getPort()));
            }
            if (cause instanceof java.net.BindException) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "The server cannot listen on the address that SERVER_ADDRESS names: %s.",
                        cause.getMessage()));
            }
        }
        return Optional.empty();
    }

    /// No setting whose value is a secret can be unreadable (they are texts), so the value may be shown.
    private static String unreadable(BindException unbound) {
        Object value =
                unbound.getProperty() == null ? "" : unbound.getProperty().getValue();
        Class<?> type = unbound.getTarget().getType().resolve();
        return String.format(
                Locale.ROOT, "%s cannot be \"%s\"%s. See docs/settings.md.", unbound.getName(), value, allowed(type));
    }

    private static String allowed(@org.jspecify.annotations.Nullable Class<?> type) {
        if (type == null) {
            return "";
        }
        if (type.isEnum()) {
            return "; it is one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant)
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-'))
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer" -> "; it is a whole number";
            case "boolean", "Boolean" -> "; it is true or false";
            case "Duration" -> "; it is a length of time such as 2s or 500ms";
            default -> "";
        };
    }
}
