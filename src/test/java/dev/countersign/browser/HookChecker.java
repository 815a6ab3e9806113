package dev.countersign.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.testing.HookReceiver.Message;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The library of Standard Webhooks under Node (`src/test/hooks`), which says whether it takes our messages.
final class HookChecker implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path HOME = Path.of("target/hooks");
    private static final NodeFolder FOLDER = new NodeFolder(Path.of("src/test/hooks"), HOME, "hooks.mjs");

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private HookChecker(Process process) {
        this.process = process;
        this.questions = process.outputWriter(UTF_8);
        this.answers = process.inputReader(UTF_8);
    }

    static HookChecker start() {
        try {
            FOLDER.install();
            return new HookChecker(new ProcessBuilder("node", "hooks.mjs")
                    .directory(HOME.toFile())
                    .redirectError(Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it makes of a message, with that secret and by that clock: `holds`, and `payload` or `why`.
    JsonNode check(String secret, Message message, Instant now) {
        try {
            questions.write(JSON.writeValueAsString(Map.of(
                            "secret", secret,
                            "headers", message.headers(),
                            "body", message.body(),
                            "now", now.toEpochMilli()))
                    + "\n");
            questions.flush();
            return JSON.readTree(Objects.requireNonNull(answers.readLine()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
