package dev.countersign.wiring;

import dev.countersign.ground.store.StartRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The data folder, held by this process alone for as long as this object is open. The lock is the operating
/// system's, so it ends with the process however that ends.
public final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Makes the folder where it is missing, for its owner only, and takes it.
    ///
    /// @throws StartRefused when another process has it, or it cannot be used
    public static DataFolder take(Path folder) {
        return tryTake(folder)
                .orElseThrow(() -> new StartRefused(String.format(
                        Locale.ROOT,
                        "The data folder %s is in use by another Countersign. Stop that one, or set COUNTERSIGN_DATA to another folder.",
                        folder)));
    }

    /// The same, but empty when another process has it.
    public static Optional<DataFolder> tryTake(Path folder) {
        FileChannel channel = null;
        try {
            make(folder);
            channel = open(folder.resolve("countersign.lock"));
            FileLock lock = lock(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new DataFolder(folder, channel));
        } catch (IOException e) {
            closeQuietly(channel);
            throw new StartRefused(String.format(
                    Locale.ROOT,
                    "The data folder %s cannot be used (%s). It must be a folder that this user may write to.",
                    folder,
                    e.getClass().getSimpleName()));
        }
    }

    private static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (posix(folder)) {
            Files.createDirectories(folder, ownerOnly("rwx------"));
        } else {
            Files.createDirectories(folder);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return posix(file) ? FileChannel.open(file, options, ownerOnly("rw-------")) : FileChannel.open(file, options);
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?> ownerOnly(String rights) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights));
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The refusal that follows says what is wrong.
        }
    }

    /// Its path, absolute.
    public Path path() {
        return folder;
    }

    /// Where the CLI reaches the server.
    public static Path controlSocket(Path folder) {
        return folder.resolve("control.sock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
