package dev.countersign.people.client;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What an app may ask for, in the words of OpenID Connect.
public final class Scope {
    /// Who it is, and nothing more.
    public static final String OPENID = "openid";
    /// Name, language and time zone.
    public static final String PROFILE = "profile";
    /// The address.
    public static final String EMAIL = "email";
    /// To go on without the person being there.
    public static final String OFFLINE = "offline_access";
    /// The organisations and the roles in them.
    public static final String ORGANISATIONS = "organisations";

    /// All of them, in the order that people read them.
    public static final List<String> ALL = List.of(OPENID, PROFILE, EMAIL, ORGANISATIONS, OFFLINE);

    private Scope() {}

    /// The scopes of a text, separated by spaces.
    public static Set<String> read(String text) {
        Set<String> scopes = new LinkedHashSet<>(Arrays.asList(text.strip().split(" +", -1)));
        scopes.remove("");
        return scopes;
    }

    /// Those scopes as a text, always in one order.
    public static String text(Set<String> scopes) {
        return String.join(" ", ALL.stream().filter(scopes::contains).toList());
    }
}
