package dev.countersign.doors.api;

import dev.countersign.doors.api.Problem.FieldError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// JSON, read one way only: one object in UTF-8, every key once, no field that the record does not have, every
/// value of the type it is declared with.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();

    private Json() {}

    /// The body as a record of that type.
    ///
    /// @throws Refusal `malformed-json` or, where the JSON is well-formed and does not fit the record, `validation`
    static <T> T read(byte[] body, Class<T> type) {
        String text = text(body);
        if (!text.stripLeading().startsWith("{")) {
            throw new Refusal(ProblemCode.MALFORMED_JSON);
        }
        try {
            return MAPPER.readValue(text, type);
        } catch (UnrecognizedPropertyException e) {
            throw invalid(e, "unknown-field", "There is no such field.");
        } catch (DatabindException e) {
            throw e.getPath().isEmpty()
                    ? new Refusal(ProblemCode.MALFORMED_JSON)
                    : invalid(e, "wrong-type", "This field takes another type of value.");
        } catch (JacksonException e) {
            throw new Refusal(ProblemCode.MALFORMED_JSON);
        }
    }

    /// JSON text of ours as the object it is.
    static Map<String, Object> object(String json) {
        return MAPPER.readValue(json, new TypeReference<>() {});
    }

    static byte[] write(Object body) {
        return MAPPER.writeValueAsBytes(body);
    }

    private static String text(byte[] body) {
        // RFC 8259 §8.1: "JSON text exchanged between systems that are not part of a closed ecosystem MUST be encoded
        // using UTF-8". Left to itself Jackson would guess UTF-16 and UTF-32 from the first bytes.
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(ProblemCode.MALFORMED_JSON);
        }
    }

    private static Refusal invalid(DatabindException e, String code, String detail) {
        String field = e.getPath().stream().map(Json::step).collect(Collectors.joining("."));
        return new Refusal(Problem.of(ProblemCode.VALIDATION, List.of(new FieldError(field, code, detail))));
    }

    private static String step(Reference reference) {
        return reference.getPropertyName() == null ? "[" + reference.getIndex() + "]" : reference.getPropertyName();
    }
}
