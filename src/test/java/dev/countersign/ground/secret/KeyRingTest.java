package dev.countersign.ground.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.testing.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final String ONE = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    private static final String TWO = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

    private final Path folder = TemporaryFolder.make();

    @Test
    void ringWhenFirstLoadedThenAKeyIsMadeForItsOwnerOnly() throws IOException {
        KeyRing ring = KeyRing.load(folder.resolve("data"), null, null);
        Path file = folder.resolve("data/master.key");

        assertThat(ring.ids()).hasSize(1).allMatch(id -> id.matches("[0-9a-f]{8}"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder.resolve("data"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void ringWhenLoadedAgainThenItIsTheSame() {
        assertThat(KeyRing.load(folder, null, null).ids())
                .isEqualTo(KeyRing.load(folder, null, null).ids());
    }

    @Test
    void ringWhenLoadedByManyAtOnceForTheFirstTimeThenAllHaveTheSameKey() throws Exception {
        Callable<List<String>> load = () -> KeyRing.load(folder, null, null).ids();
        Set<List<String>> seen = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (var ids : threads.invokeAll(Collections.nCopies(16, load))) {
                seen.add(ids.get());
            }
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void ringWhenKeysComeFromTheEnvironmentThenTheFirstIsTheNewestAndNoFileIsMade() {
        KeyRing ring = KeyRing.load(folder, TWO + "\n" + ONE + "\n", null);

        assertThat(ring.ids()).hasSize(2);
        assertThat(ring.newest().id())
                .isEqualTo(KeyRing.load(folder, TWO, null).ids().getFirst());
        assertThat(ring.oldest().id())
                .isEqualTo(KeyRing.load(folder, ONE, null).ids().getFirst());
        assertThat(folder.resolve("master.key")).doesNotExist();
    }

    @Test
    void ringWhenKeysComeFromAFileThenCommentsAndBlankLinesAreSkipped() throws IOException {
        Path file = ownFile("# newest first\n\n" + TWO + "\n" + ONE + "\n");

        assertThat(KeyRing.load(folder, null, file).ids())
                .isEqualTo(KeyRing.load(folder, TWO + "\n" + ONE, null).ids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
    void fileWhenOthersMayUseItThenItIsRefusedWithTheCommandThatMendsIt(String rights) throws IOException {
        Path file = ownFile(ONE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));

        assertThatThrownBy(() -> KeyRing.load(folder, null, file))
                .isInstanceOf(UnusableKey.class)
                .hasMessageContaining("chmod 600 " + file)
                .hasMessageContaining(rights)
                .hasMessageNotContaining(ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n# only a comment\n", "not base64 at all!", "AQEB", ONE + "AA"})
    void fileWhenItHoldsNoKeyThenItIsRefusedAndNothingOfItIsPrinted(String text) throws IOException {
        Path file = ownFile(text);

        assertThatThrownBy(() -> KeyRing.load(folder, null, file))
                .isInstanceOf(UnusableKey.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("AQEB");
    }

    @Test
    void fileWhenItDoesNotExistThenItIsRefusedAndNotMade() {
        Path file = folder.resolve("missing.key");

        assertThatThrownBy(() -> KeyRing.load(folder, null, file))
                .isInstanceOf(UnusableKey.class)
                .hasMessageContaining("does not exist");
        assertThat(file).doesNotExist();
    }

    @Test
    void folderWhenItCannotBeWrittenThenTheMessageSaysSo() {
        assertThatThrownBy(() -> KeyRing.load(Path.of("/proc/countersign"), null, null))
                .isInstanceOf(UnusableKey.class)
                .hasMessageContaining("/proc/countersign");
    }

    @Test
    void ringWhenPrintedThenOnlyIdsAreSeen() {
        assertThat(KeyRing.load(folder, ONE, null).toString()).matches("KeyRing\\[[0-9a-f]{8}]");
    }

    private Path ownFile(String text) throws IOException {
        Path file = folder.resolve("given.key");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
