package dev.countersign.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// SimpleWebAuthn under Node (`src/test/judge`): others' implementation of both ends of WebAuthn, which is asked what
/// it makes of ours. Its packages are installed below `target` when they are not there as the lock file has them.
final class Judge implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path HOME = Path.of("target/judge");
    private static final NodeFolder FOLDER = new NodeFolder(Path.of("src/test/judge"), HOME, "judge.mjs");

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private Judge(Process process) {
        this.process = process;
        this.questions = process.outputWriter(UTF_8);
        this.answers = process.inputReader(UTF_8);
    }

    static Judge called() {
        try {
            FOLDER.install();
            return new Judge(new ProcessBuilder("node", "judge.mjs")
                    .directory(HOME.toFile())
                    .redirectError(Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its script for browsers, which makes `SimpleWebAuthnBrowser`.
    static String script() {
        try {
            return Files.readString(HOME.resolve("node_modules/@simplewebauthn/browser/dist/bundle/index.umd.min.js"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode ask(String call, Map<String, ?> about) {
        Map<String, Object> question = new LinkedHashMap<>(about);
        question.put("call", call);
        try {
            questions.write(JSON.writeValueAsString(question) + "\n");
            questions.flush();
            String answer = answers.readLine();
            assertThat(answer).as("what the judge says to %s", call).isNotNull();
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            questions.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
