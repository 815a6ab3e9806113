package dev.countersign.people.client;

import dev.countersign.people.client.ClientFault.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is agreed with an app as texts, one for each field, for forms and for the API; and what changed, in the same
/// words.
public final class ClientFields {
    private static final int LONGEST_NAME = 80;
    private static final int MOST_ADDRESSES = 20;

    private final Map<String, String> texts;
    private final List<ClientFault> faults = new ArrayList<>();

    private ClientFields(Map<String, String> texts) {
        this.texts = texts;
    }

    /// What came of reading the texts.
    public record Read(Optional<ClientTerms> terms, List<ClientFault> faults) {}

    /// Reads what was typed or sent. A field that is missing says no, or is empty.
    public static Read read(Map<String, String> texts) {
        ClientFields fields = new ClientFields(texts);
        ClientTerms terms = fields.terms();
        Optional<ClientTerms> good = fields.faults.isEmpty() ? Optional.ofNullable(terms) : Optional.empty();
        return new Read(good, List.copyOf(fields.faults));
    }

    private @Nullable ClientTerms terms() {
        ClientTerms.Kind kind = ClientTerms.Kind.of(text("kind")).orElse(null);
        ClientTerms.Algorithm algorithm = ClientTerms.Algorithm.of(
                        text("algorithm").isEmpty() ? "ES256" : text("algorithm"))
                .orElse(null);
        if (kind == null) {
            wrong("kind", text("kind").isEmpty() ? Kind.MISSING : Kind.UNKNOWN);
        }
        if (algorithm == null) {
            wrong("algorithm", Kind.UNKNOWN);
        }
        String name = name();
        boolean device = yes("device");
        boolean everyone = yes("everyone");
        boolean asks = yes("asks");
        boolean proofKey = yes("proofKey");
        List<String> redirects = addresses("redirects", kind);
        if (redirects.isEmpty() && !device && faultless("redirects")) {
            wrong("redirects", Kind.MISSING);
        }
        if (kind == ClientTerms.Kind.PUBLIC && !proofKey) {
            wrong("proofKey", Kind.NEEDED_WITHOUT_SECRET);
        }
        if (everyone && !asks) {
            wrong("asks", Kind.NEEDED_FOR_EVERYONE);
        }
        List<String> logoutRedirects = addresses("logoutRedirects", kind);
        String backChannel = backChannel();
        Set<String> scopes = scopes();
        String leastAcr = leastAcr();
        return kind == null || algorithm == null
                ? null
                : new ClientTerms(
                        name,
                        kind,
                        redirects,
                        logoutRedirects,
                        backChannel,
                        scopes,
                        algorithm,
                        proofKey,
                        device,
                        everyone,
                        asks,
                        leastAcr);
    }

    private String text(String field) {
        return texts.getOrDefault(field, "").strip();
    }

    private boolean yes(String field) {
        String text = text(field);
        if (!Set.of("", "true", "false").contains(text)) {
            wrong(field, Kind.UNKNOWN);
        }
        return text.equals("true");
    }

    private void wrong(String field, Kind kind) {
        faults.add(new ClientFault(field, kind, 0));
    }

    private boolean faultless(String field) {
        return faults.stream().noneMatch(fault -> fault.field().equals(field));
    }

    private String name() {
        String name = text("name");
        if (name.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
            wrong("name", Kind.MISSING);
        } else if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
            wrong("name", Kind.TOO_LONG);
        }
        return name;
    }

    private List<String> addresses(String field, ClientTerms.@Nullable Kind kind) {
        List<String> addresses = Arrays.stream(text(field).split("\\s+", -1))
                .filter(each -> !each.isEmpty())
                .toList();
        if (addresses.size() > MOST_ADDRESSES) {
            wrong(field, Kind.TOO_LONG);
        }
        for (int i = 0; kind != null && i < addresses.size(); i++) {
            if (!RedirectUri.registrable(addresses.get(i), kind)) {
                faults.add(new ClientFault(field, Kind.NOT_AN_ADDRESS, i + 1));
            }
        }
        return addresses.stream().distinct().toList();
    }

    private @Nullable String backChannel() {
        String address = text("backChannel");
        if (address.isEmpty()) {
            return null;
        }
        if (!RedirectUri.tellable(address)) {
            wrong("backChannel", Kind.NOT_AN_ADDRESS);
        }
        return address;
    }

    private Set<String> scopes() {
        Set<String> scopes = Scope.read(text("scopes"));
        if (!Scope.ALL.containsAll(scopes)) {
            wrong("scopes", Kind.UNKNOWN);
        }
        scopes.add(Scope.OPENID);
        return scopes;
    }

    private @Nullable String leastAcr() {
        String acr = text("leastAcr");
        if (acr.isEmpty()) {
            return null;
        }
        if (!Acr.ALL.contains(acr)) {
            wrong("leastAcr", Kind.UNKNOWN);
        }
        return acr;
    }

    /// What is agreed, as those texts.
    public static Map<String, String> of(ClientTerms terms) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", terms.name());
        texts.put("kind", terms.kind().word());
        texts.put("redirects", String.join("\n", terms.redirects()));
        texts.put("logoutRedirects", String.join("\n", terms.logoutRedirects()));
        texts.put("backChannel", terms.backChannel() == null ? "" : terms.backChannel());
        texts.put("scopes", Scope.text(terms.scopes()));
        texts.put("algorithm", terms.algorithm().word());
        texts.put("proofKey", Boolean.toString(terms.proofKey()));
        texts.put("device", Boolean.toString(terms.device()));
        texts.put("everyone", Boolean.toString(terms.everyone()));
        texts.put("asks", Boolean.toString(terms.asks()));
        texts.put("leastAcr", terms.leastAcr() == null ? "" : terms.leastAcr());
        return texts;
    }

    /// The names of the fields that differ.
    public static List<String> changed(ClientTerms before, ClientTerms then) {
        Map<String, String> old = of(before);
        return of(then).entrySet().stream()
                .filter(each -> !each.getValue().equals(old.get(each.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
