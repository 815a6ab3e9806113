package dev.countersign.factors.passkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The names of authenticator models by AAGUID, from `models.tsv`. An AAGUID that nobody vouches for is the browser's
/// word alone: good for a name in a list, and for nothing else.
final class ModelNames {
    /// A factor's name has at most 40 characters; some are left for a number behind it.
    private static final int LONGEST = 36;

    private static final Map<UUID, String> NAMES = read();

    private ModelNames() {}

    static Optional<String> of(UUID aaguid) {
        return Optional.ofNullable(NAMES.get(aaguid));
    }

    /// What a passkey is called until its owner says otherwise.
    static String suggested(UUID aaguid, List<String> transports, boolean syncable) {
        boolean carried = transports.stream().anyMatch(List.of("usb", "nfc", "ble")::contains);
        boolean builtIn = transports.contains("internal") || transports.contains("hybrid");
        String name = of(aaguid).orElse(carried && !builtIn && !syncable ? "Security key" : "Passkey");
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST).strip();
    }

    private static Map<UUID, String> read() {
        Map<UUID, String> names = new HashMap<>();
        try (InputStream list = ModelNames.class.getResourceAsStream("models.tsv")) {
            if (list == null) {
                throw new IllegalStateException("models.tsv is missing from the jar");
            }
            for (String line : new BufferedReader(new InputStreamReader(list, UTF_8))
                    .lines()
                    .toList()) {
                int tab = line.indexOf('\t');
                names.put(UUID.fromString(line.substring(0, tab)), line.substring(tab + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(names);
    }
}
