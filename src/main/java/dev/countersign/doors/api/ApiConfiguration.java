package dev.countersign.doors.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// How Spring MVC is told about callers, bodies, paging and answers.
@Configuration(proxyBeanMethods = false)
class ApiConfiguration implements WebMvcConfigurer {
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final Gate gate;
    private final AnswerWriter writer;

    ApiConfiguration(Gate gate, AnswerWriter writer) {
        this.gate = gate;
        this.writer = writer;
    }

    @Bean
    static FilterRegistrationBean<StrangeRequests> strangeRequests(AnswerWriter writer) {
        FilterRegistrationBean<StrangeRequests> filter = new FilterRegistrationBean<>(new StrangeRequests(writer));
        filter.addUrlPatterns("/api/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(gate).addPathPatterns("/api/**");
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument());
        resolvers.add(new BodyArgument());
        resolvers.add(new PagingArgument());
    }

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new AnswerReturn(writer));
    }

    private static HttpServletRequest servlet(NativeWebRequest request) {
        return Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
    }

    /// Hands the handler the caller that the gate found.
    private static final class CallerArgument implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return Caller.class.isAssignableFrom(parameter.getParameterType());
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return Objects.requireNonNull(Gate.callerOf(servlet(request)), "nobody passed the gate");
        }
    }

    /// Reads the body into the record that is marked with [Body].
    private static final class BodyArgument implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.hasParameterAnnotation(Body.class);
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders)
                throws IOException {
            HttpServletRequest servlet = servlet(request);
            boolean optional = Objects.requireNonNull(parameter.getParameterAnnotation(Body.class))
                    .optional();
            byte[] bytes = RequestBytes.of(servlet);
            if (optional && bytes.length == 0) {
                return Json.read(EMPTY_OBJECT, parameter.getParameterType());
            }
            RequestBytes.requireJson(servlet);
            return Json.read(bytes, parameter.getParameterType());
        }
    }

    /// Reads `limit` and `cursor`.
    private static final class PagingArgument implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Paging.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return Paging.of(request.getParameterValues("limit"), request.getParameterValues("cursor"));
        }
    }

    /// Writes the answer.
    private record AnswerReturn(AnswerWriter writer) implements HandlerMethodReturnValueHandler {
        @Override
        public boolean supportsReturnType(MethodParameter returnType) {
            return returnType.getParameterType() == Answer.class;
        }

        @Override
        public void handleReturnValue(
                @Nullable Object value,
                MethodParameter returnType,
                ModelAndViewContainer container,
                NativeWebRequest request)
                throws IOException {
            container.setRequestHandled(true);
            HttpServletResponse response = Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class));
            writer.write((Answer) Objects.requireNonNull(value), servlet(request), response);
        }
    }
}
