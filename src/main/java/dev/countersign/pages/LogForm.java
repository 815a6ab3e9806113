package dev.countersign.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The filter above a log, as it was filled in; empty fields leave nothing out.
///
/// @param type a kind of events, or one type
/// @param from the first day, `2026-11-26`
/// @param to the last day
/// @param person a name or an address as it was typed, or the name of the account
/// @param account the id of the account that it is about
/// @param errors what cannot be understood, by the name of its field
public record LogForm(String type, String from, String to, String person, String account, Map<String, String> errors) {
    public LogForm {
        errors = Map.copyOf(errors);
    }

    /// What is wrong with that field, or null.
    public @Nullable String error(String field) {
        return errors.get(field);
    }

    /// Whether anything is left out.
    public boolean narrowed() {
        return !query().isEmpty();
    }

    /// As the part of an address after its `?`, without the page.
    public String query() {
        return written(type, account);
    }

    /// The same, for one type of events.
    public String queryOfType(String only) {
        return written(only, account);
    }

    /// The same, for one account.
    public String queryOfAccount(String only) {
        return written(type, only);
    }

    private String written(String ofType, String ofAccount) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("type", ofType);
        fields.put("from", from);
        fields.put("to", to);
        fields.put("member", ofAccount);
        fields.put("person", ofAccount.isEmpty() ? person : "");
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
