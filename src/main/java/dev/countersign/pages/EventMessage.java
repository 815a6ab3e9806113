package dev.countersign.pages;

import dev.countersign.journeys.organisation.LoggedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// An event as the body of a webhook's message: `type`, `timestamp`, and as `data` what the API's list of the audit log
/// has.
public record EventMessage(Languages languages) implements Function<LoggedEvent, byte[]> {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public byte[] apply(LoggedEvent event) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("type", event.entry().type());
        message.put("timestamp", event.entry().at().toString());
        message.put("data", EventFile.fields(event, languages.english()));
        return JSON.writeValueAsBytes(message);
    }
}
