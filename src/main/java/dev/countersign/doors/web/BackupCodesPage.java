package dev.countersign.doors.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.journeys.enrolment.BackupCodeSets;
import dev.countersign.journeys.enrolment.BackupCodeSets.Shown;
import dev.countersign.pages.Form;
import dev.countersign.pages.Words;
import dev.countersign.people.organisation.Installation;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/setup/backup-codes`: the new codes, shown to the session that had them made until it says that they are saved.
@Controller
final class BackupCodesPage {
    private static final String PATH = "/setup/backup-codes";
    private static final String DONE = "/setup/done";

    private final Pages pages;
    private final BackupCodeSets codes;
    private final Looks looks;
    private final Installation installation;

    BackupCodesPage(Pages pages, BackupCodeSets codes, Looks looks, Installation installation) {
        this.pages = pages;
        this.codes = codes;
        this.looks = looks;
        this.installation = installation;
    }

    @GetMapping(PATH)
    View codes(SignedIn visit) {
        return codes.shown(visit.session())
                .<View>map(shown -> show(visit, shown, Form.EMPTY))
                .orElseGet(() -> visit.browser().to(DONE));
    }

    @PostMapping(PATH)
    View saved(SignedIn visit) {
        Optional<Shown> shown = codes.shown(visit.session());
        if (shown.isPresent() && !visit.browser().ticked("saved")) {
            Form form = Form.EMPTY.wrong("saved", visit.browser().words().say("codes.saved.not"));
            return show(visit, shown.get(), form).status(422);
        }
        codes.putAway(visit.session());
        return visit.browser().to(DONE);
    }

    @GetMapping(PATH + ".txt")
    View file(SignedIn visit) {
        return codes.shown(visit.session())
                .<View>map(shown -> new TextFile(fileName(name(visit)), text(visit, shown)))
                .orElseGet(() -> visit.browser().to(DONE));
    }

    private HtmlView show(SignedIn visit, Shown shown, Form form) {
        String made = visit.browser().words().day(shown.madeAt(), visit.zone());
        return pages.show(visit, "setup/backup-codes", Map.of("form", form, "codes", shown.codes(), "made", made));
    }

    /// Whose codes they are, in the words of the page that showed them.
    private String name(SignedIn visit) {
        return looks.of(visit.browser(), null).name();
    }

    private static String fileName(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return (plain.isEmpty() ? "" : plain + "-") + "backup-codes.txt";
    }

    private byte[] text(SignedIn visit, Shown shown) {
        Words words = visit.browser().words();
        List<String> list = shown.codes();
        Stream<String> head = Stream.of(
                words.say("codes.file.title", "name", name(visit)),
                visit.account().email(),
                words.say("codes.file.made", "date", words.day(shown.madeAt(), visit.zone())),
                words.say("codes.file.once"),
                installation.baseUrl().resolve("/sign-in").toString(),
                "");
        Stream<String> numbered = IntStream.range(0, list.size())
                .mapToObj(i -> String.format(Locale.ROOT, "%2d. %s", i + 1, list.get(i)));
        String text = Stream.concat(head, numbered).collect(Collectors.joining("\r\n", "", "\r\n"));
        return text.getBytes(UTF_8);
    }
}
