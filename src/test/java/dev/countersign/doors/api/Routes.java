package dev.countersign.doors.api;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/// All routes of the API, read from the code.
final class Routes {
    private Routes() {}

    /// One route: `/api/v1` and the names of path variables' patterns are left out of the path.
    record Route(String method, String path, Method handler) {
        Class<?> caller() {
            return Access.kindFor(new HandlerMethod(new Object(), handler));
        }

        /// The path with an id in it that no row has.
        String anywhere() {
            return ApiDoor.ROOT + path.replaceAll("\\{\\w+}", "01980000-0000-7000-8000-000000000000");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Route> all() {
        Mapping mapping = new Mapping();
        mapping.setApplicationContext(new StaticApplicationContext());
        mapping.afterPropertiesSet();
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ApiDoor.class));
        return scanner.findCandidateComponents("dev.countersign.doors").stream()
                .map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null))
                .flatMap(door ->
                        Arrays.stream(door.getDeclaredMethods()).flatMap(handler -> mapping.routes(handler, door)))
                .toList();
    }

    private static final class Mapping extends RequestMappingHandlerMapping {
        Stream<Route> routes(Method handler, Class<?> door) {
            RequestMappingInfo info = getMappingForMethod(handler, door);
            if (info == null || info.getPathPatternsCondition() == null) {
                return Stream.empty();
            }
            return info.getPathPatternsCondition().getPatterns().stream()
                    .map(PathPattern::getPatternString)
                    .map(path -> path.replaceFirst("^" + ApiDoor.ROOT, "").replaceAll("\\{(\\w+):[^/]*}", "{$1}"))
                    .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                            .map(method -> new Route(method.name(), path, handler)));
        }
    }
}
