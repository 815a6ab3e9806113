package dev.countersign.doors.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.doors.api.SignInBodies.VerifyRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void bodyWhenItFitsThenRead() {
        VerifyRequest read = Json.read(
                "{\"factor\":\"totp\",\"code\":\"123 456\",\"remember\":true}".getBytes(UTF_8), VerifyRequest.class);
        assertThat(read).isEqualTo(new VerifyRequest("totp", "123 456", null, true));
    }

    @Test
    void fieldWhenLeftOutThenNull() {
        assertThat(Json.read("{}".getBytes(UTF_8), VerifyRequest.class))
                .isEqualTo(new VerifyRequest(null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "1",
                "{",
                "{\"code\":}",
                "{\"code\":\"1\"",
                "{'code':\"1\"}",
                "{code:\"1\"}",
                "{\"code\":\"1\",}",
                "{\"code\":\"1\"} x",
                "{\"code\":\"1\"}{}",
                "{\"code\":\"1\",\"code\":\"2\"}",
                "{\"code\":\"1\",\"code\":\"1\"}",
                "{\"code\":\"1\",\"\\u0063ode\":\"2\"}",
                "{\"code\":\"1\"} // comment",
                "{\"remember\":NaN}",
                "{\"code\":\"\n\"}",
                "\uFEFF{\"code\":\"1\"}"
            })
    void bodyWhenNotOnePlainObjectThenMalformed(String body) {
        assertThat(refused(body.getBytes(UTF_8)).code()).isEqualTo("malformed-json");
    }

    @Test
    void bodyWhenNotUtf8ThenMalformed() {
        String body = "{\"code\":\"é\"}";
        assertThat(refused(body.getBytes(ISO_8859_1)).code()).isEqualTo("malformed-json");
        assertThat(refused(body.getBytes(UTF_16)).code()).isEqualTo("malformed-json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":123456}",
                "{\"code\":1.5}",
                "{\"code\":true}",
                "{\"code\":[\"123456\"]}",
                "{\"code\":{}}",
                "{\"remember\":\"true\"}",
                "{\"remember\":1}",
                "{\"remember\":\"\"}"
            })
    void valueWhenOfAnotherTypeThenInvalidAndNamed(String body) {
        Problem problem = refused(body.getBytes(UTF_8));
        assertThat(problem.code()).isEqualTo("validation");
        assertThat(problem.errors()).singleElement().satisfies(error -> {
            assertThat(error.field()).isIn("code", "remember");
            assertThat(error.code()).isEqualTo("wrong-type");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Code\":\"123456\"}", "{\"admin\":true}", "{\"code\":\"1\",\"__proto__\":{}}"})
    void fieldWhenUnknownThenInvalidAndNamed(String body) {
        Problem problem = refused(body.getBytes(UTF_8));
        assertThat(problem.code()).isEqualTo("validation");
        assertThat(problem.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.code()).isEqualTo("unknown-field"));
    }

    @Test
    void bodyWhenDeeplyNestedThenRefused() {
        String body = "{\"code\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
        assertThat(refused(body.getBytes(UTF_8)).code()).isIn("malformed-json", "validation");
    }

    private static Problem refused(byte[] body) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> Json.read(body, VerifyRequest.class));
        assertThat(refusal).isNotNull();
        return (Problem) java.util.Objects.requireNonNull(refusal.answer().body());
    }
}
