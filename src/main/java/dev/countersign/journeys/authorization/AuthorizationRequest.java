package dev.countersign.journeys.authorization;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an app asked for, read and found good (OpenID Connect Core §3.1.2.1).
///
/// @param challenge the app's PKCE challenge by S256 (RFC 7636 §4.3), or null where it need not have one
/// @param maxAge how old the proof of the person may be, or null
/// @param acrValues how strongly the person should be signed in, one of them
/// @param essentialAcr how strongly the person has to be signed in, one of them; empty where nothing has to be
/// @param subject whom the app takes the person for, by an ID token of ours, or null
public record AuthorizationRequest(
        String clientId,
        String redirectUri,
        Set<String> scopes,
        @Nullable String state,
        @Nullable String nonce,
        @Nullable String challenge,
        Set<Prompt> prompts,
        @Nullable Duration maxAge,
        List<String> acrValues,
        List<String> essentialAcr,
        @Nullable String subject,
        String loginHint,
        String uiLocales) {

    /// What the person is to be asked, whatever is known.
    public enum Prompt {
        NONE,
        LOGIN,
        CONSENT,
        SELECT_ACCOUNT
    }

    /// Whether the app wants an answer at once, without a page.
    boolean silent() {
        return prompts.contains(Prompt.NONE);
    }
}
