package dev.countersign.micro;

import dev.countersign.pages.Assets;
import dev.countersign.pages.Form;
import dev.countersign.pages.Languages;
import dev.countersign.pages.Look;
import dev.countersign.pages.Page;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.SupportContact;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.net.URI;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The sign-in page, from its words to its bytes.
@State(Scope.Thread)
public class SignInPageText {
    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.countersign.pages");
    private final Languages languages = new Languages(false);
    private final Assets assets = new Assets();
    private final Look look = Look.of(new Installation(
            "Countersign", URI.create("http://localhost"), new SupportContact(null, null, null), null));

    @Benchmark
    public int render() {
        Page page = new Page(
                languages.english(), languages, assets, "Countersign", look, "/sign-in", null, null, "token", null);
        Utf8ByteOutput output = new Utf8ByteOutput();
        engine.render(
                "sign-in/sign-in.jte",
                Map.of("page", page, "form", Form.EMPTY, "open", true, "notice", "", "known", ""),
                output);
        return output.getContentLength();
    }
}
