package dev.countersign.doors.web;

import dev.countersign.pages.Form;
import dev.countersign.pages.Words;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.ClientFault;
import dev.countersign.people.client.ClientFields;
import dev.countersign.people.client.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The form of what is agreed with an app: a box for each scope, and the other fields as the API names them.
final class ClientForm {
    private static final List<String> TEXTS =
            List.of("kind", "redirects", "logoutRedirects", "backChannel", "algorithm", "leastAcr");
    private static final List<String> BOXES = List.of("proofKey", "device", "everyone", "asks");

    private static final String NAME = "appname";

    private ClientForm() {}

    /// What a new app begins with: PKCE, and people are asked.
    static Form empty() {
        return Form.EMPTY
                .with("kind", "confidential")
                .with("algorithm", "ES256")
                .with("leastAcr", "")
                .with("proofKey", "true")
                .with("asks", "true")
                .with("scope-profile", "true")
                .with("scope-email", "true");
    }

    static Form of(Client client) {
        Form form = Form.EMPTY.with(NAME, client.terms().name());
        for (Map.Entry<String, String> each : ClientFields.of(client.terms()).entrySet()) {
            form = form.with(each.getKey(), each.getValue());
        }
        for (String scope : client.terms().scopes()) {
            form = form.with("scope-" + scope, "true");
        }
        return form;
    }

    /// What was typed, as the fields that are read.
    static Map<String, String> typed(Browser browser) {
        Map<String, String> typed = new HashMap<>();
        // Named apart from a person's own name, which browsers fill in.
        typed.put("name", browser.field(NAME));
        TEXTS.forEach(field -> typed.put(field, browser.field(field)));
        BOXES.forEach(field -> typed.put(field, browser.field(field).equals("true") ? "true" : "false"));
        List<String> scopes = new ArrayList<>();
        for (String scope : Scope.ALL) {
            if (browser.field("scope-" + scope).equals("true")) {
                scopes.add(scope);
            }
        }
        typed.put("scopes", String.join(" ", scopes));
        return typed;
    }

    /// What was typed, as the form it was typed into.
    static Form again(Map<String, String> typed) {
        Form form = new Form(typed, Map.of()).with(NAME, typed.getOrDefault("name", ""));
        for (String scope : Scope.read(typed.getOrDefault("scopes", ""))) {
            form = form.with("scope-" + scope, "true");
        }
        return form;
    }

    static Form wrong(Form form, List<ClientFault> faults, Words words) {
        Form marked = form;
        for (ClientFault fault : faults) {
            String field = fault.field().equals("name") ? NAME : fault.field();
            String sentence = words.say("client.fault." + fault.kind().word());
            marked = marked.wrong(
                    field,
                    fault.line() == 0
                            ? sentence
                            : words.say("site.fault.line", "line", fault.line(), "sentence", sentence));
        }
        return marked;
    }
}
