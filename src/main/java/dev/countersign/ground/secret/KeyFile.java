package dev.countersign.ground.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The file that holds the master keys: lines of base64, newest first, readable by its owner only.
final class KeyFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private KeyFile() {}

    static List<SecretBytes> parse(String text, String origin) {
        List<SecretBytes> keys = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> key(line, origin))
                .toList();
        if (keys.isEmpty()) {
            throw new UnusableKey(String.format(
                    Locale.ROOT,
                    "The master key from %s is empty. Put the right one there: one key a line, newest first, each 32 bytes in base64.",
                    origin));
        }
        return keys;
    }

    private static SecretBytes key(String line, String origin) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != KeyRing.KEY_BYTES) {
            throw new UnusableKey(String.format(
                    Locale.ROOT,
                    "The master key from %s is malformed: each line must be 32 bytes in base64 (44 characters), as `openssl rand -base64 32` prints them.",
                    origin));
        }
        return SecretBytes.of(bytes);
    }

    static List<SecretBytes> read(Path file) {
        try {
            refuseIfOthersMayRead(file);
            return parse(Files.readString(file, US_ASCII), file.toString());
        } catch (NoSuchFileException e) {
            throw new UnusableKey(String.format(
                    Locale.ROOT,
                    "The master key file %s does not exist. Put it there, or leave the setting out to have one made in the data folder.",
                    file));
        } catch (IOException e) {
            throw new UnusableKey(String.format(
                    Locale.ROOT,
                    "The master key file %s cannot be read (%s). The server must own it and be allowed to read it.",
                    file,
                    reason(e)));
        }
    }

    private static void refuseIfOthersMayRead(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (rights.stream().anyMatch(right -> !right.name().startsWith("OWNER_"))) {
            throw new UnusableKey(String.format(
                    Locale.ROOT,
                    "Others than its owner may use the master key file %s (its rights are %s). Run: chmod 600 %s",
                    file,
                    PosixFilePermissions.toString(rights),
                    file));
        }
    }

    static List<SecretBytes> readOrMake(Path file) {
        if (!Files.exists(file)) {
            make(file);
        }
        return read(file);
    }

    /// A key appears under its name whole or not at all: it is written and forced to disk beside it first. A second
    /// process starting at the same moment finds the name taken and reads that key.
    private static void make(Path file) {
        Tokens random = new Tokens();
        Path beside = file.resolveSibling(file.getFileName() + "." + random.digits(12));
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder, OWNER_ONLY_FOLDER);
            }
            byte[] key = random.bytes(KeyRing.KEY_BYTES);
            try (FileChannel channel = FileChannel.open(
                    beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
                channel.write(ByteBuffer.wrap((Base64.getEncoder().encodeToString(key) + "\n").getBytes(US_ASCII)));
                channel.force(true);
            }
            Files.createLink(file, beside);
        } catch (FileAlreadyExistsException e) {
            // The other process was first; its key is the one.
        } catch (IOException e) {
            throw new UnusableKey(String.format(
                    Locale.ROOT,
                    "The master key cannot be written to %s (%s). The server must be allowed to write to that folder.",
                    file,
                    reason(e)));
        } finally {
            deleteQuietly(beside);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Nothing is lost: the copy has the owner's rights only, and the next start makes none.
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getReason();
        }
        return e.getClass().getSimpleName();
    }
}
