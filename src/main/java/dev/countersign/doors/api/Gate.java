package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.WithCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// What every call passes before its handler: who is calling, then whether the call was made before.
@Component
final class Gate implements HandlerInterceptor {
    private static final String CALLER = Caller.class.getName();

    private final Access access;
    private final Idempotency idempotency;
    private final AnswerWriter writer;

    Gate(Access access, Idempotency idempotency, AnswerWriter writer) {
        this.access = access;
        this.idempotency = idempotency;
        this.writer = writer;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!(handler instanceof HandlerMethod method) || !isOurs(method)) {
            return true;
        }
        Caller caller = access.resolve(method, request);
        request.setAttribute(CALLER, caller);
        if (caller instanceof WithCredential known && "POST".equals(request.getMethod())) {
            Optional<Answer> earlier = idempotency.before(request, known);
            if (earlier.isPresent()) {
                writer.write(earlier.get(), request, response);
                return false;
            }
        }
        return true;
    }

    static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().isAnnotationPresent(ApiDoor.class);
    }

    /// Who passed the gate with this request.
    static @Nullable Object callerOf(HttpServletRequest request) {
        return request.getAttribute(CALLER);
    }
}
