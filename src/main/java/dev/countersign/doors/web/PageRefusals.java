package dev.countersign.doors.web;

import dev.countersign.people.organisation.Installation;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/// What is said to requests that end before any handler: a form without its token, and addresses and methods that
/// the firewall takes for tricks.
@Component
final class PageRefusals implements AccessDeniedHandler, RequestRejectedHandler {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final PageAccess access;
    private final ErrorPages errors;
    private final String csrfCookie;

    PageRefusals(PageAccess access, ErrorPages errors, Installation installation) {
        this.access = access;
        this.errors = errors;
        this.csrfCookie = installation.secure() ? "__Host-countersign_csrf" : "countersign_csrf";
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException, ServletException {
        Browser browser = access.browser(request, response);
        // A browser that takes cookies has had this one since it saw the form.
        boolean cookies = WebUtils.getCookie(request, csrfCookie) != null;
        errors.page(browser, HttpServletResponse.SC_FORBIDDEN, cookies ? "form-too-old" : "cookies-off")
                .render(Map.of(), request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
            throws IOException {
        boolean known = METHODS.contains(request.getMethod());
        response.setStatus(known ? HttpServletResponse.SC_BAD_REQUEST : HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        response.setContentType("text/plain;charset=utf-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().print(known ? "This address is not one of ours.\n" : "Not allowed.\n");
    }
}
