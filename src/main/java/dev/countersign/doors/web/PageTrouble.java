package dev.countersign.doors.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.View;

/// What becomes of a page's handler that could not be reached or did not come to an end.
@ControllerAdvice(basePackageClasses = PageTrouble.class)
final class PageTrouble {
    private final Pages pages;
    private final PageAccess access;
    private final ErrorPages errors;

    PageTrouble(Pages pages, PageAccess access, ErrorPages errors) {
        this.pages = pages;
        this.access = access;
        this.errors = errors;
    }

    @ExceptionHandler
    View detour(Detour detour) {
        return detour.instead();
    }

    @ExceptionHandler
    View otherAccount(OtherAccount trouble, HttpServletRequest request, HttpServletResponse response) {
        Browser browser = access.browser(request, response);
        return pages.show(
                        browser,
                        trouble.active(),
                        "error/other-account",
                        Map.of("email", trouble.active().email()))
                .status(HttpServletResponse.SC_CONFLICT);
    }

    @ExceptionHandler
    View otherOrganisation(OtherOrganisation trouble) {
        SignedIn visit = trouble.visit();
        return pages.show(
                        visit,
                        "error/other-organisation",
                        Map.of(
                                "made",
                                trouble.made().organisationId(),
                                "madeName",
                                trouble.made().organisationName(),
                                "nowName",
                                trouble.now().organisationName(),
                                "back",
                                PageAccess.comingFrom(visit.browser().request())
                                        .map(ReturnPath::text)
                                        .orElse(Organising.USERS)))
                .status(HttpServletResponse.SC_CONFLICT);
    }

    @ExceptionHandler
    View failed(Exception failure, HttpServletRequest request, HttpServletResponse response) {
        Browser browser = access.browser(request, response);
        return failure instanceof ErrorResponse known
                ? errors.page(browser, known.getStatusCode().value())
                : errors.failed(browser, failure);
    }
}
