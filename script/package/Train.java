import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The last step of the build: unpacks the jar into `target/app` and runs the real server once, with a throw-away data
/// folder on a free port, so that Java can write down what it loaded and start from that (JEP 514).
///
///     java script/package/Train.java target
final class Train {
    private static final List<String> PAGES =
            List.of("/health", "/sign-in", "/sign-up", "/assets/app.css", "/api/v1/openapi.json", "/api/v1/me", "/verify", "/no-such-page");

    private static final String SQLITE = "libsqlitejdbc.so";

    private final Path target;
    private final Path app;
    private final Path data;

    Train(Path target) throws IOException {
        this.target = target;
        this.app = target.resolve("app");
        this.data = Files.createTempDirectory("countersign-train");
    }

    static void main(String[] arguments) throws Exception {
        Train train = new Train(Path.of(arguments[0]).toAbsolutePath());
        try {
            train.extract();
            train.unpackSqlite();
            train.run();
        } finally {
            delete(train.data);
        }
    }

    private void extract() throws IOException, InterruptedException {
        delete(app);
        int code = java(List.of("-Djarmode=tools", "-jar", target.resolve("countersign.jar").toString(), "extract", "--destination", app.toString()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("the jar could not be unpacked");
        }
        Files.copy(target.resolve("../script/package/jvm.options"), app.resolve("jvm.options"), StandardCopyOption.REPLACE_EXISTING);
    }

    /// Puts SQLite's native library beside the jar. Left alone, the driver would start `uname`, copy the library to the folder for
    /// temporary files at every start, and fail where that folder may hold no programs.
    private void unpackSqlite() throws IOException {
        String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
        boolean musl = !Files.isDirectory(Path.of("/lib")) || has(Path.of("/lib"), "ld-musl-*");
        if (!System.getProperty("os.name").equals("Linux") || musl) {
            return;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(app.resolve("lib"), "sqlite-jdbc-*.jar")) {
            for (Path jar : jars) {
                try (FileSystem inside = FileSystems.newFileSystem(jar)) {
                    Path library = inside.getPath("org/sqlite/native/Linux", machine, SQLITE);
                    if (Files.exists(library)) {
                        Files.createDirectories(app.resolve("native"));
                        Files.copy(library, app.resolve("native").resolve(SQLITE));
                    }
                }
            }
        }
    }

    private static boolean has(Path folder, String pattern) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            return found.iterator().hasNext();
        }
    }

    private void run() throws Exception {
        Path cache = app.resolve("countersign.aot");
        int port = freePort();
        ProcessBuilder builder = java(List.of(
                "@" + app.resolve("jvm.options"),
                "-Dorg.sqlite.lib.path=" + app.resolve("native"),
                "-XX:AOTCacheOutput=" + cache,
                "-jar",
                app.resolve("countersign.jar").toString()));
        builder.environment().keySet().removeIf(name -> name.matches("(COUNTERSIGN|SERVER|SPRING|LOGGING)_.*|JAVA_TOOL_OPTIONS"));
        builder.environment().put("COUNTERSIGN_DATA", data.toString());
        builder.environment().put("SERVER_PORT", String.valueOf(port));
        Process server = builder.redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            boolean ready = false;
            for (String line = lines.readLine(); line != null && !ready; line = ready ? null : lines.readLine()) {
                said.add(line);
                ready = line.startsWith("Countersign is ready");
            }
            if (!ready) {
                throw new IllegalStateException("the server did not start:\n" + String.join("\n", said));
            }
            visit(port);
            server.toHandle().destroy(); // asks it to stop; Process.destroy() would close the pipe it still writes to
            lines.lines().forEach(said::add);
        }
        if (!server.waitFor(3, TimeUnit.MINUTES) || !Files.exists(cache)) {
            server.destroyForcibly();
            throw new IllegalStateException("the start-up cache was not written:\n" + String.join("\n", said));
        }
        Files.writeString(app.resolve("built"), "");
    }

    /// What most visits need, so that the classes for it are in the cache. What is answered does not matter here; tests see to that.
    private static void visit(int port) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            for (String page : PAGES) {
                URI address = URI.create("http://localhost:" + port + page);
                client.send(HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.discarding());
            }
            HttpRequest signIn = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/sign-in"))
                    .timeout(Duration.ofSeconds(20))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"email\":\"nobody@example.com\",\"password\":\"correct horse\"}"))
                    .build();
            client.send(signIn, HttpResponse.BodyHandlers.discarding());
        }
    }

    private static ProcessBuilder java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
