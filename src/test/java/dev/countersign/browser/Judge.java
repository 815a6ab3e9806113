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
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// SimpleWebAuthn under Node (`src/test/judge`): others' implementation of both ends of WebAuthn, which is asked what
/// it makes of ours. Its packages are installed below `target` when they are not there as the lock file has them.
final class Judge implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path SOURCE = Path.of("src/test/judge");
    private static final Path HOME = Path.of("target/judge");

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
            install();
            return new Judge(new ProcessBuilder("node", "judge.mjs")
                    .directory(HOME.toFile())
                    .redirectError(Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install() throws IOException {
        Path done = HOME.resolve("node_modules/.installed-lock.json");
        Path lock = SOURCE.resolve("package-lock.json");
        Files.createDirectories(HOME);
        for (String file : List.of("judge.mjs", "package.json", "package-lock.json")) {
            Files.copy(SOURCE.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.exists(done) && Files.mismatch(done, lock) == -1) {
            return;
        }
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(npm.getInputStream().readAllBytes(), UTF_8);
        try {
            assertThat(npm.waitFor()).as("npm ci: %s", said).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
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
