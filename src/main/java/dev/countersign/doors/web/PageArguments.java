package dev.countersign.doors.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Gives a handler the access that its parameters name. What cannot be given ends in a `Detour`, so a handler that
/// runs has what it asked for.
@Component
final class PageArguments implements HandlerMethodArgumentResolver {
    private final PageAccess access;

    PageArguments(PageAccess access) {
        this.access = access;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == Browser.class || type == SignedIn.class || type == HalfWay.class || type == Enrolling.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = present(web.getNativeRequest(HttpServletRequest.class));
        HttpServletResponse response = present(web.getNativeResponse(HttpServletResponse.class));
        Browser browser = access.browser(request, response);
        Class<?> type = parameter.getParameterType();
        if (type == SignedIn.class) {
            boolean proving = parameter.getContainingClass().isAnnotationPresent(Proving.class);
            return proving ? access.proving(browser) : access.signedIn(browser);
        }
        if (type == HalfWay.class) {
            return access.halfWay(browser);
        }
        return type == Enrolling.class ? access.enrolling(browser) : browser;
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("Not a servlet request");
        }
        return value;
    }
}
