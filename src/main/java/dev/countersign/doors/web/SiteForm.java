package dev.countersign.doors.web;

import dev.countersign.pages.Form;
import dev.countersign.pages.Words;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteFault;
import dev.countersign.people.site.SiteFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The form of what is agreed with a site: its fields as the API names them.
final class SiteForm {
    private static final List<String> TEXTS = List.of("origins", "rules", "leastAcr");

    // Named apart from a person's own name, which browsers fill in.
    private static final String NAME = "sitename";

    private SiteForm() {}

    static Form of(Site site) {
        return again(SiteFields.of(site.terms()));
    }

    /// What was typed, as the fields that are read.
    static Map<String, String> typed(Browser browser) {
        Map<String, String> typed = new HashMap<>();
        typed.put("name", browser.field(NAME));
        TEXTS.forEach(field -> typed.put(field, browser.field(field)));
        return typed;
    }

    /// What was typed, as the form it was typed into.
    static Form again(Map<String, String> typed) {
        return new Form(typed, Map.of()).with(NAME, typed.getOrDefault("name", ""));
    }

    static Form wrong(Form form, List<SiteFault> faults, Words words) {
        Form marked = form;
        for (SiteFault fault : faults) {
            String field = fault.field().equals("name") ? NAME : fault.field();
            String sentence = words.say("site.fault." + fault.kind().word());
            marked = marked.wrong(
                    field,
                    fault.line() == 0
                            ? sentence
                            : words.say("site.fault.line", "line", fault.line(), "sentence", sentence));
        }
        return marked;
    }
}
