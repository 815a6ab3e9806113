package dev.countersign.doors.web;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.StoreUnavailable;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.View;

/// The pages that say what went wrong and what to do now.
@Controller
final class ErrorPages {
    private static final Logger log = LoggerFactory.getLogger(ErrorPages.class);
    private static final Set<Integer> TOLD = Set.of(400, 403, 404, 405, 409, 413, 415, 429, 500, 503);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Pages pages;
    private final PageAccess access;
    private final Tokens tokens;

    ErrorPages(Pages pages, PageAccess access, Tokens tokens) {
        this.pages = pages;
        this.access = access;
        this.tokens = tokens;
    }

    /// What the server itself could not answer: unknown addresses, wrong methods, bodies too large, bugs.
    @RequestMapping("/error")
    @Open
    @Nullable
    View error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            // A download that broke off: the connection is closed, and nothing of ours gets into the file.
            return null;
        }
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object address = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        int status = code instanceof Integer number ? number : HttpServletResponse.SC_NOT_FOUND;
        if (address instanceof String text && text.startsWith("/api/")) {
            problem(response, status);
            return null;
        }
        Browser browser = access.browser(request, response);
        Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        return cause instanceof Throwable thrown ? failed(browser, thrown) : page(browser, status);
    }

    /// The page for a status.
    HtmlView page(Browser browser, int status) {
        if (status == HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE && BrandingPage.takesLogo(browser.request())) {
            return page(browser, status, "logo");
        }
        recognise(browser);
        int told = TOLD.contains(status) ? status : status < 500 ? 400 : 500;
        HtmlView page = pages.show(browser, "error/error", Map.of("reason", Integer.toString(told), "requestId", ""));
        return told == 503 ? page.status(status).retryAfter(SOON) : page.status(status);
    }

    /// The page for a reason that a status does not say well enough.
    HtmlView page(Browser browser, int status, String reason) {
        recognise(browser);
        return pages.show(browser, "error/error", Map.of("reason", reason, "requestId", ""))
                .status(status);
    }

    /// The page for a database that is away, a form that cannot be read, or a bug, which is logged under an id that
    /// the page shows.
    HtmlView failed(Browser browser, Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof StoreUnavailable) {
                log.warn("The database did not answer", cause);
                return page(browser, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            }
            if (each instanceof InvalidParameterException unreadable) {
                return page(browser, unreadable.getErrorCode());
            }
        }
        String requestId = tokens.characters(10, "23456789ABCDEFGHJKMNPQRSTVWXYZ");
        log.error("Request {} failed", requestId, cause);
        recognise(browser);
        return pages.show(browser, "error/error", Map.of("reason", "500", "requestId", requestId))
                .status(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }

    /// So that the page says whom this person asks, if that can be found out in the state that things are in.
    private void recognise(Browser browser) {
        try {
            access.recognise(browser);
        } catch (RuntimeException worse) {
            log.debug("Nobody is recognised on this page", worse);
        }
    }

    private static void problem(HttpServletResponse response, int status) throws IOException {
        String code = switch (status) {
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 413 -> "body-too-large";
            case 415 -> "unsupported-media-type";
            case 503 -> "unavailable";
            default -> status < 500 ? "malformed-request" : "internal";
        };
        response.setStatus(status);
        response.setContentType("application/problem+json");
        String title = code.substring(0, 1).toUpperCase(Locale.ROOT)
                + code.substring(1).replace('-', ' ');
        // RFC 9457 §3.1: type, title, status, detail; the code is our own member.
        response.getOutputStream().print(String.format(Locale.ROOT, """
                {"type":"urn:countersign:problem:%1$s","code":"%1$s","title":"%2$s","status":%3$d,"detail":"%2$s."}""", code, title, status));
    }
}
