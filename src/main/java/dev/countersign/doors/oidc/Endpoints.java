package dev.countersign.doors.oidc;

import java.util.List;

/// The addresses that apps call.
final class Endpoints {
    static final String DISCOVERY = "/.well-known/openid-configuration";
    static final String METADATA = "/.well-known/oauth-authorization-server";
    static final String AUTHORIZE = "/oauth2/authorize";
    static final String TOKEN = "/oauth2/token";
    static final String KEYS = "/oauth2/jwks";
    static final String USERINFO = "/oauth2/userinfo";
    static final String INTROSPECT = "/oauth2/introspect";
    static final String REVOKE = "/oauth2/revoke";
    static final String DEVICE = "/oauth2/device_authorization";
    static final String LOGOUT = "/oauth2/logout";

    /// The page where a person types what a device shows.
    static final String DEVICE_PAGE = "/device";

    /// What an app calls with its own credentials.
    static final List<String> OF_CLIENTS = List.of(TOKEN, INTROSPECT, REVOKE, DEVICE);

    private Endpoints() {}
}
