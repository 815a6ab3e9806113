package dev.countersign.ground.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether a path still leads to the file it led to at first. SQLite in WAL mode does not ask: it would go on
/// writing to a file that was deleted or replaced, and acknowledge what nobody will ever read again.
final class FileInPlace {
    private final Path path;
    private final @Nullable Object first;

    FileInPlace(Path path) {
        this.path = path;
        this.first = key();
    }

    boolean isStillThere() {
        Object now = key();
        return now != null && Objects.equals(now, first);
    }

    private @Nullable Object key() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
