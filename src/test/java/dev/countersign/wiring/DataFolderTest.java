package dev.countersign.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ground.store.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path parent;

    @Test
    void folderWhenMissingThenIsMadeForItsOwnerOnly() throws IOException {
        Path folder = parent.resolve("new/data");

        try (DataFolder held = DataFolder.take(folder)) {
            assertThat(held.path()).isEqualTo(folder);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void folderWhenHeldThenIsRefusedToASecond() throws IOException {
        try (DataFolder held = DataFolder.take(parent)) {
            assertThatThrownBy(() -> DataFolder.take(held.path()))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("is in use by another Countersign");
        }
    }

    @Test
    void folderWhenLetGoThenCanBeTakenAgain() throws IOException {
        DataFolder.take(parent).close();

        try (DataFolder again = DataFolder.take(parent)) {
            assertThat(again.path()).isEqualTo(parent);
        }
    }

    @Test
    void folderWhenItIsAFileThenIsRefusedInASentence() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.take(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("cannot be used");
    }
}
