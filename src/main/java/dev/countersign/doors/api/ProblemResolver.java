package dev.countersign.doors.api;

import dev.countersign.ground.store.StoreUnavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// What answers everything that goes wrong under `/api/` with problem details, ahead of the pages' error handling.
@Component
final class ProblemResolver implements HandlerExceptionResolver, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemResolver.class);
    private static final Duration UNAVAILABLE_FOR = Duration.ofSeconds(5);

    private final AnswerWriter writer;
    private final InstantSource clock;

    ProblemResolver(AnswerWriter writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        if (!request.getRequestURI().startsWith("/api/")) {
            return null;
        }
        if (response.isCommitted()) {
            // Half of an answer must not look like a whole one: Tomcat closes the connection.
            return null;
        }
        try {
            response.resetBuffer();
            writer.write(answer(e), request, response);
        } catch (IOException gone) {
            LOG.debug("The caller went away before its answer", gone);
        }
        return new ModelAndView();
    }

    private Answer answer(Exception e) {
        return switch (e) {
            case Refusal refusal -> refusal.answer();
            case NoHandlerFoundException _ -> Answer.problem(ProblemCode.NOT_FOUND);
            case NoResourceFoundException _ -> Answer.problem(ProblemCode.NOT_FOUND);
            case HttpRequestMethodNotSupportedException method ->
                Answer.problem(ProblemCode.METHOD_NOT_ALLOWED).with(allow(method));
            case HttpMediaTypeNotAcceptableException _ -> Answer.problem(ProblemCode.NOT_ACCEPTABLE);
            case HttpMediaTypeNotSupportedException _ -> Answer.problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
            // The firewall looks at a header when it is read.
            case RequestRejectedException _ -> Answer.problem(ProblemCode.MALFORMED_REQUEST);
            // The body ended early or was sent in broken chunks.
            case IOException _ -> Answer.problem(ProblemCode.MALFORMED_REQUEST);
            case StoreUnavailable gone -> {
                LOG.warn("The database could not be worked with", gone);
                yield Answer.problem(
                        Problem.retry(ProblemCode.UNAVAILABLE, clock.instant().plus(UNAVAILABLE_FOR)));
            }
            default -> {
                LOG.error("A call failed", e);
                yield Answer.problem(ProblemCode.INTERNAL);
            }
        };
    }

    // RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405 response".
    private static Map<String, String> allow(HttpRequestMethodNotSupportedException e) {
        String[] methods = e.getSupportedMethods();
        return methods == null
                ? Map.of()
                : Map.of("Allow", String.join(", ", new TreeSet<>(java.util.List.of(methods))));
    }
}
