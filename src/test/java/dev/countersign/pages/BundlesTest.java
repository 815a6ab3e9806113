package dev.countersign.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundlesTest {
    private static final Pattern TAG = Pattern.compile("<[^>]*>?");
    private static final Set<String> TAGS =
            Set.of("<b>", "</b>", "<bdi>", "</bdi>", "<code>", "</code>", "<a>", "</a>");
    private static final Pattern LITERAL_KEY = Pattern.compile("(?:say|rich)\\(\\s*\"([a-z0-9.-]+)\"[,)]");

    private final Languages languages = new Languages(false);
    private final Bundle english = languages.bundle("en");
    private final Bundle spanish = languages.bundle("es");

    @Test
    void bundlesWhenComparedThenHaveTheSameKeys() {
        assertThat(spanish.keys()).isEqualTo(english.keys());
    }

    @Test
    void bundlesWhenComparedThenTakeTheSameArgumentsAndTags() {
        for (String key : english.keys()) {
            assertThat(arguments(spanish.pattern(key), Locale.of("es")))
                    .as(key)
                    .isEqualTo(arguments(english.pattern(key), Locale.ENGLISH));
            assertThat(tags(spanish.pattern(key))).as(key).hasSameElementsAs(tags(english.pattern(key)));
        }
    }

    @Test
    void spanishWhenComparedThenIsNotEnglish() {
        List<String> same = english.keys().stream()
                .filter(key -> english.pattern(key).equals(spanish.pattern(key)))
                .filter(key ->
                        english.pattern(key).replaceAll("\\{\\w+}|<[^>]*>", "").matches(".*[a-z]{3}.*"))
                .filter(key -> !english.pattern(key).equals("{name}"))
                .toList();
        assertThat(same).isSubsetOf("field.error", "page.title.error", "region.Asia", "region.Australia");
    }

    @Test
    void bundlesWhenReadThenHoldNoMarkupButTheirOwn() {
        for (Bundle bundle : List.of(english, spanish)) {
            for (String key : bundle.keys()) {
                assertThat(TAGS).as(key).containsAll(tags(bundle.pattern(key)));
                assertThat(bundle.pattern(key)).as(key).doesNotContain("&", "\"");
            }
        }
    }

    @Test
    void englishWhenReadThenUsesNoWordThatBlamesOrBaffles() {
        Pattern shunned = Pattern.compile(
                "\\b(invalid|please|oops|OTP|2FA|username|authenticate|credentials?)\\b", Pattern.CASE_INSENSITIVE);
        for (String key : english.keys()) {
            assertThat(english.pattern(key)).as(key).doesNotContainPattern(shunned);
        }
    }

    @Test
    void keysWhenNamedInTemplatesAndHandlersThenExist() {
        Set<String> missing = new TreeSet<>();
        for (Path root : List.of(Path.of("src/main/jte"), Path.of("src/main/java/dev/countersign/doors/web"))) {
            for (Path file : files(root)) {
                Matcher found = LITERAL_KEY.matcher(text(file));
                while (found.find()) {
                    if (!english.has(found.group(1))) {
                        missing.add(file.getFileName() + ": " + found.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Set<String> arguments(String pattern, Locale locale) {
        return new TreeSet<>(new MessageFormat(pattern, locale).getArgumentNames());
    }

    private static List<String> tags(String pattern) {
        List<String> tags = new ArrayList<>();
        Matcher tag = TAG.matcher(pattern);
        while (tag.find()) {
            tags.add(tag.group());
        }
        return tags;
    }

    private static List<Path> files(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
