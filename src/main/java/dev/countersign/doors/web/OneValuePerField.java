package dev.countersign.doors.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses a form in which a field stands twice: two readers could read it two ways.
final class OneValuePerField implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        boolean once = request.getParameterMap().values().stream().allMatch(values -> values.length == 1);
        if (!once) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
        return once;
    }
}
