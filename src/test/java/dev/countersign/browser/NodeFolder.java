package dev.countersign.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A folder below `target` with a Node program of the tests and the packages that its lock file names.
record NodeFolder(Path source, Path home, String program) {
    /// Copies the program, and installs its packages where they are not there as the lock file has them. Of several
    /// test processes that want them at once, one installs and the others wait.
    void install() throws IOException {
        Files.createDirectories(home);
        try (FileChannel channel =
                        FileChannel.open(home.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            for (String file : List.of(program, "package.json", "package-lock.json")) {
                Files.copy(source.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Path done = home.resolve("node_modules/.installed-lock.json");
            Path lock = source.resolve("package-lock.json");
            if (!Files.exists(done) || Files.mismatch(done, lock) != -1) {
                npm();
                Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void npm() throws IOException {
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(npm.getInputStream().readAllBytes(), UTF_8);
        try {
            assertThat(npm.waitFor()).as("npm ci: %s", said).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
