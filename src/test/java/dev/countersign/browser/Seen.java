package dev.countersign.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// What any test process of one run has come to: a file each in a folder that they share.
final class Seen {
    private final Path folder;

    Seen(String name) {
        ProcessHandle run = ProcessHandle.current().parent().orElseThrow();
        String start = run.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(String::valueOf)
                .orElse("");
        this.folder = Path.of("target", "inspected", run.pid() + "-" + start, name);
    }

    /// Whether no process of this run has come to it before; of two at once, one is the first.
    boolean first(String what) {
        try {
            Files.createDirectories(folder);
            Files.createFile(folder.resolve(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(what.getBytes(UTF_8)))));
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
