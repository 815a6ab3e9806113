package dev.countersign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process as the operator meets it when something is wrong: one sentence, and no stack trace.
class MainTest {
    private record Ended(int code, String out, String err) {}

    @TempDir
    private Path folder;

    @Test
    void startWhenASettingIsUnknownThenSaysSoAndEnds() throws Exception {
        assertThat(start(Map.of("COUNTERSIGN_BASURL", "https://example.com")))
                .isEqualTo(
                        new Ended(
                                1,
                                "",
                                "COUNTERSIGN_BASURL is not a setting. The nearest one is COUNTERSIGN_BASEURL. All of them: docs/settings.md\n"));
    }

    @Test
    void startWhenASettingCannotBeThenSaysSoAndEnds() throws Exception {
        assertThat(start(Map.of("COUNTERSIGN_SIGNUP", "closed")))
                .isEqualTo(
                        new Ended(
                                1,
                                "",
                                "countersign.sign-up cannot be \"closed\"; it is one of open, invited. See docs/settings.md.\n"));
    }

    @Test
    void startWhenTheMasterKeyIsMalformedThenSaysSoAndEnds() throws Exception {
        Ended ended = start(Map.of("COUNTERSIGN_KEYS_VALUE", "c2hvcnQ="));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("master key")
                .doesNotContain("c2hvcnQ=")
                .hasLineCount(1);
    }

    @Test
    void startWhenTheDatabaseIsNoneThenSaysSoAndEnds() throws Exception {
        Files.writeString(folder.resolve("countersign.db"), "this is no database, whatever its name says".repeat(200));

        Ended ended = start(Map.of());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("countersign.db").hasLineCount(1);
    }

    private Ended start(Map<String, String> settings) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Objects.requireNonNull(System.getProperty("java.class.path")),
                "dev.countersign.Main");
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_TOOL") || name.startsWith("JDK_JAVA"));
        builder.environment().put("COUNTERSIGN_DATA", folder.toString());
        builder.environment().put("SERVER_PORT", "0");
        builder.environment().putAll(settings);
        int code = builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Ended(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
