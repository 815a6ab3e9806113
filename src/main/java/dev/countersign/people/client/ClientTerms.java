package dev.countersign.people.client;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was agreed with an app when it was registered, and can be changed.
///
/// @param redirects where answers may be sent, each matched exactly
/// @param logoutRedirects where people may be sent after signing out, each matched exactly
/// @param backChannel where the app is told that a session ended, or null
/// @param scopes what it may ask for
/// @param proofKey whether it has to prove with PKCE that code and request are of one hand; always, for an app
///     without a secret
/// @param device whether a device without a browser may sign people in for it
/// @param everyone whether any account of this server may use it, or only the organisation's members
/// @param asks whether people are asked before it learns who they are
/// @param leastAcr how strongly people have to be signed in, or null
public record ClientTerms(
        String name,
        Kind kind,
        List<String> redirects,
        List<String> logoutRedirects,
        @Nullable String backChannel,
        Set<String> scopes,
        Algorithm algorithm,
        boolean proofKey,
        boolean device,
        boolean everyone,
        boolean asks,
        @Nullable String leastAcr) {

    public ClientTerms {
        redirects = List.copyOf(redirects);
        logoutRedirects = List.copyOf(logoutRedirects);
        scopes = Set.copyOf(scopes);
    }

    /// Where an app runs.
    public enum Kind {
        /// On a server: it keeps a secret.
        CONFIDENTIAL,
        /// On people's devices or in their browser: it cannot keep one.
        PUBLIC;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The kind of that word.
        public static Optional<Kind> of(String word) {
            return ClientTerms.of(values(), word);
        }
    }

    /// How what the app is given is signed (RFC 7518 §3.1).
    public enum Algorithm {
        ES256,
        PS256,
        RS256;

        public String word() {
            return name();
        }

        /// The algorithm of that word.
        public static Optional<Algorithm> of(String word) {
            return ClientTerms.of(values(), word);
        }
    }

    private static <T extends Enum<T>> Optional<T> of(T[] values, String word) {
        for (T each : values) {
            if (each.name().equalsIgnoreCase(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
