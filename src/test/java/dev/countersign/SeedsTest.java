package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table of docs/seeds.md names tests that are there.
class SeedsTest {
    private static final Pattern NAMED = Pattern.compile("`([a-z/]+/[A-Z]\\w+Test)(?:\\.(\\w+)…)?`");
    private static final Path TESTS = Path.of("src/test/java/dev/countersign");

    @Test
    void testsWhenNamedByTheTableThenAreThere() throws IOException {
        Matcher named = NAMED.matcher(Files.readString(Path.of("docs/seeds.md")));
        List<String> missing = new ArrayList<>();
        int count = 0;
        while (named.find()) {
            count++;
            Path file = TESTS.resolve(named.group(1) + ".java");
            String method = named.group(2);
            if (!Files.exists(file)
                    || (method != null && !Files.readString(file).contains(" void " + method))) {
                missing.add(named.group());
            }
        }
        assertThat(count).isGreaterThan(25);
        assertThat(missing).isEmpty();
    }
}
