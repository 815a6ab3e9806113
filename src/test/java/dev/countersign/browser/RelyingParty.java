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
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An app behind the server, by `openid-client` under Node (`src/test/apps`): others' implementation of what an app
/// does. Its packages are installed below `target` when they are not there as the lock file has them.
final class RelyingParty implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path HOME = Path.of("target/apps");
    private static final NodeFolder FOLDER = new NodeFolder(Path.of("src/test/apps"), HOME, "app.mjs");

    private final InstantSource clock;
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private RelyingParty(InstantSource clock, Process process) {
        this.clock = clock;
        this.process = process;
        this.questions = process.outputWriter(UTF_8);
        this.answers = process.inputReader(UTF_8);
    }

    static RelyingParty started(InstantSource clock) {
        try {
            FOLDER.install();
            return new RelyingParty(
                    clock,
                    new ProcessBuilder("node", "app.mjs")
                            .directory(HOME.toFile())
                            .redirectError(Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The example that the documents show, as it stands there, at that port.
    static Process example(int port, String issuer, String client, String secret) throws IOException {
        FOLDER.install();
        Files.copy(Path.of("examples/node/app.mjs"), HOME.resolve("example.mjs"), StandardCopyOption.REPLACE_EXISTING);
        ProcessBuilder node = new ProcessBuilder("node", "example.mjs").directory(HOME.toFile());
        node.redirectError(Redirect.INHERIT);
        node.environment()
                .putAll(Map.of(
                        "ISSUER", issuer, "CLIENT_ID", client, "CLIENT_SECRET", secret, "PORT", String.valueOf(port)));
        return node.start();
    }

    /// What came of it, which may be an error.
    JsonNode tried(String call, Map<String, ?> about) {
        Map<String, Object> question = new LinkedHashMap<>(about);
        question.put("call", call);
        question.put("now", clock.instant().toEpochMilli());
        try {
            questions.write(JSON.writeValueAsString(question) + "\n");
            questions.flush();
            String answer = answers.readLine();
            assertThat(answer).as("what the app says to %s", call).isNotNull();
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What came of it, which has to be no error.
    JsonNode done(String call, Map<String, ?> about) {
        JsonNode answer = tried(call, about);
        assertThat(answer.has("error")).as("%s: %s", call, answer).isFalse();
        return answer;
    }

    /// Where its own pages are.
    String address() {
        return done("own", Map.of()).at("/address").asString();
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
