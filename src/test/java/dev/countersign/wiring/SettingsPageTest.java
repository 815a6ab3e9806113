package dev.countersign.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
    private static final Path PAGE = Path.of("docs/settings.md");

    @Test
    void pageWhenSettingsChangedThenIsMadeAnew() throws IOException {
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(PAGE, SettingsPage.text());
        }
        assertThat(Files.readString(PAGE))
                .as(
                        "docs/settings.md is made from the code: run script/test -Dtest=SettingsPageTest -Dsettings.write=true")
                .isEqualTo(SettingsPage.text());
    }
}
