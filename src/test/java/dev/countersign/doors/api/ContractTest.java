package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Caller.ChallengeCaller;
import dev.countersign.doors.api.Caller.EnrolmentCaller;
import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.Caller.QuestionCaller;
import dev.countersign.doors.api.Caller.VerifyAppCaller;
import dev.countersign.doors.api.Routes.Route;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;

/// `openapi.json` and the code say the same.
class ContractTest {

    @Test
    void pathsWhenComparedWithRoutesThenSame() {
        Set<String> written = new TreeSet<>();
        Contract.paths()
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method ->
                                written.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        Set<String> built =
                new TreeSet<>(Routes.all().stream().map(Route::toString).toList());
        assertThat(built).isEqualTo(written).hasSizeGreaterThan(25);
    }

    @Test
    void routeWhenDeclaredThenNamesItsCallerAndAnswers() {
        for (Route route : Routes.all()) {
            assertThat(route.handler().getReturnType()).as(route.toString()).isEqualTo(Answer.class);
            assertThat(security(operation(route))).as(route.toString()).isEqualTo(scheme(route.caller()));
            if (route.caller() == ManagingCaller.class) {
                assertThat(operation(route).at("/security/1/apiKey/0").asString())
                        .as(route.toString())
                        .isEqualTo(Access.scopeOf(new HandlerMethod(new Object(), route.handler()))
                                .word());
            }
        }
    }

    private static String scheme(Class<?> caller) {
        if (caller == Anyone.class) {
            return "";
        } else if (caller == ChallengeCaller.class) {
            return "challenge";
        }
        if (caller == ManagingCaller.class) {
            return "session apiKey";
        }
        if (caller == VerifyAppCaller.class) {
            return "verifyApp";
        }
        if (caller == QuestionCaller.class) {
            return "question";
        }
        return caller == EnrolmentCaller.class ? "enrolment" : "session";
    }

    private static String security(JsonNode operation) {
        return operation
                .get("security")
                .valueStream()
                .flatMap(each -> each.propertyNames().stream())
                .collect(Collectors.joining(" "));
    }

    @Test
    void requestBodyWhenComparedWithHandlerThenSameType() {
        for (Route route : Routes.all()) {
            String written = operation(route)
                    .at("/requestBody/content/application~1json/schema/$ref")
                    .asString("");
            assertThat(written).as(route.toString()).isEqualTo(body(route.handler()));
        }
    }

    private static String body(Method handler) {
        return Arrays.stream(handler.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(Body.class))
                .map(Parameter::getType)
                .map(type -> "#/components/schemas/" + type.getSimpleName())
                .collect(Collectors.joining());
    }

    @Test
    void recordWhenComparedWithSchemaThenSameFields() {
        Set<String> written = new TreeSet<>(Contract.schemas().propertyNames());
        List<Class<?>> records = wireRecords();
        Set<String> built =
                new TreeSet<>(records.stream().map(Class::getSimpleName).toList());
        assertThat(built).isEqualTo(written);
        for (Class<?> type : records) {
            JsonNode schema = Contract.schemas().get(type.getSimpleName());
            RecordComponent[] components = type.getRecordComponents();
            assertThat(Arrays.stream(components).map(RecordComponent::getName))
                    .as(type.getSimpleName())
                    .containsExactlyElementsOf(schema.get("properties").propertyNames());
            for (RecordComponent component : components) {
                JsonNode its = schema.get("properties").get(component.getName());
                assertThat(jsonTypes(its))
                        .as(type.getSimpleName() + "." + component.getName())
                        .contains(jsonType(component));
            }
        }
    }

    @Test
    void answerFieldWhenNeverLeftOutThenRequired() {
        for (Class<?> type : wireRecords()) {
            if (type.getSimpleName().endsWith("Request")) {
                continue;
            }
            List<String> always = Arrays.stream(type.getRecordComponents())
                    .filter(component -> !mayBeLeftOut(type, component))
                    .map(RecordComponent::getName)
                    .toList();
            List<String> required = Contract.schemas()
                    .get(type.getSimpleName())
                    .path("required")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
            assertThat(required).as(type.getSimpleName()).containsExactlyElementsOf(always);
        }
    }

    private static boolean mayBeLeftOut(Class<?> type, RecordComponent component) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return nullable
                && (type.isAnnotationPresent(JsonInclude.class)
                        || component.getAccessor().isAnnotationPresent(JsonInclude.class));
    }

    @Test
    void problemsWhenNamedInContractThenExistWithTheirStatus() {
        for (Route route : Routes.all()) {
            JsonNode operation = operation(route);
            Set<String> statuses = operation.get("x-problems") == null
                    ? Set.of()
                    : operation
                            .get("x-problems")
                            .valueStream()
                            .map(code -> Integer.toString(code(code.asString()).status()))
                            .collect(Collectors.toSet());
            Set<String> answered = operation.get("responses").propertyNames().stream()
                    .filter(status -> status.compareTo("400") >= 0)
                    .collect(Collectors.toSet());
            assertThat(answered).as(route.toString()).isEqualTo(statuses);
        }
        assertThat(Contract.schemas()
                        .at("/Problem/properties/code/enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactlyElementsOf(
                        Stream.of(ProblemCode.values()).map(ProblemCode::word).toList());
    }

    private static ProblemCode code(String word) {
        return Stream.of(ProblemCode.values())
                .filter(code -> code.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no problem is called " + word));
    }

    @Test
    void operationWhenNamedThenByANameOfItsOwn() {
        List<String> names = Routes.all().stream()
                .map(route -> operation(route).path("operationId").asString(""))
                .toList();
        assertThat(names).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void referenceWhenFollowedThenThere() {
        for (String reference : Contract.document().findValuesAsString("$ref")) {
            assertThat(Contract.document().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }

    private static JsonNode operation(Route route) {
        return Contract.paths().path(route.path()).path(route.method().toLowerCase(java.util.Locale.ROOT));
    }

    private static List<Class<?>> wireRecords() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(Wire.class));
        return scanner.findCandidateComponents("dev.countersign.doors.api").stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null))
                // A part of a list is written where it is used, with the type of its items.
                .filter(type -> type != ItemList.class && !type.getName().contains("Test$"))
                .toList();
    }

    private static String jsonType(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == String.class || type == java.time.Instant.class) {
            return "string";
        } else if (type == int.class || type == Integer.class || type == Long.class) {
            return "integer";
        } else if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        } else if (type == Map.class) {
            return "object";
        }
        return type == List.class ? "array" : type.getSimpleName();
    }

    private static List<String> jsonTypes(JsonNode schema) {
        if (schema.has("$ref")) {
            return List.of(schema.get("$ref").asString().replaceFirst(".*/", ""));
        }
        if (schema.has("oneOf")) {
            return schema.get("oneOf")
                    .valueStream()
                    .flatMap(one -> jsonTypes(one).stream())
                    .toList();
        }
        if (schema.path("type").isArray()) {
            return schema.get("type").valueStream().map(JsonNode::asString).toList();
        }
        if (schema.has("const")) {
            return List.of("string");
        }
        return List.of(schema.get("type").asString());
    }
}
