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
            List.of("name", "kind", "redirects", "logoutRedirects", "backChannel", "algorithm", "leastAcr");
    private static final List<String> BOXES = List.of("proofKey", "device", "everyone", "asks");

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
        Form form = Form.EMPTY;
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
        Form form = new Form(typed, Map.of());
        for (String scope : Scope.read(typed.getOrDefault("scopes", ""))) {
            form = form.with("scope-" + scope, "true");
        }
        return form;
    }

    static Form wrong(Form form, List<ClientFault> faults, Words words) {
        Form marked = form;
        for (ClientFault fault : faults) {
            marked = marked.wrong(fault.field(), words.say("client.fault." + fault.kind().word()));
        }
        return marked;
    }
}
