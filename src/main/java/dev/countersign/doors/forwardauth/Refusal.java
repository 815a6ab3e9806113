package dev.countersign.doors.forwardauth;

/// Why a request to a site does not go on. Proxies know 401 and 403 and take everything else for a failure of ours.
enum Refusal {
    SIGN_IN(
            401,
            "sign-in-required",
            "Sign in",
            "Nobody is signed in here. Open the page itself, or the address in resolve."),
    STEP_UP(
            403,
            "step-up-required",
            "Confirm it is you",
            "This needs a second step that was passed not long ago. Open the address in resolve."),
    FORBIDDEN(403, "forbidden", "Not allowed", "This is not for your account."),
    UNCLEAR(
            403,
            "unclear-request",
            "Unclear request",
            "What was asked for can be read in more than one way, or the proxy does not say it."),
    OTHER_SITE(403, "other-site", "Another site", "The proxy's secret is for a site that is reached elsewhere."),
    UNKNOWN_PROXY(403, "unknown-proxy", "Unknown proxy", "The proxy does not prove itself by a secret of a site."),
    NOTHING_HERE(403, "not-found", "Nothing here", "There is nothing at this address."),
    UNAVAILABLE(503, "unavailable", "Try again", "It cannot be said now who may.");

    private final int status;
    private final String code;
    private final String title;
    private final String detail;

    Refusal(int status, String code, String title, String detail) {
        this.status = status;
        this.code = code;
        this.title = title;
        this.detail = detail;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String title() {
        return title;
    }

    String detail() {
        return detail;
    }
}
