package dev.countersign.wiring;

import java.util.List;
import java.util.function.Predicate;

/// `docs/settings.md`, made of the settings themselves.
final class SettingsPage {
    private static final String HEAD = """
            # Settings

            <!-- Made from the code by SettingsPageTest; change the words there (`@About`), then run
                 script/test -Dtest=SettingsPageTest -Dsettings.write=true -->

            Each setting can be given as an environment variable, or as a line `key=value` in a file `application.properties` in the
            folder the server is started from. Environment variables win. A name that is not a setting, and a value that cannot be,
            stop the start with a sentence that says so. Lengths of time are written `500ms`, `2s`, `10m`, `1h`.

            | setting | environment variable | default | what it is for |
            |---|---|---|---|
            """;

    private static final String POLICY = """

            ## Policy

            The policy of accounts that belong to no organisation, and the one a new organisation starts with. A preset, and
            single fields set otherwise.

            | setting | environment variable | default | what it is for |
            |---|---|---|---|
            """;

    private static final String WEB_SERVER = """

            ## Web server

            These are Spring Boot's own; the rest of them works too, but these are the ones to know.

            | setting | environment variable | default | what it is for |
            |---|---|---|---|
            | `server.port` | `SERVER_PORT` | `8080` | The port it listens on. |
            | `server.address` | `SERVER_ADDRESS` | `127.0.0.1` | The address it listens on. Only this machine reaches the default; behind a proxy on another machine, or in a container, set `0.0.0.0`. |
            | `logging.level.root` | `LOGGING_LEVEL_ROOT` | `warn` | How much is logged: `error`, `warn`, `info`, `debug`. |
            | `logging.structured.format.console` | `LOGGING_STRUCTURED_FORMAT_CONSOLE` | lines of text | `ecs`, `gelf` or `logstash` for logs as JSON. |
            | `logging.file.name` | `LOGGING_FILE_NAME` | none | A file for the log. The set-up link is never in it. |
            """;

    private SettingsPage() {}

    static String text() {
        List<SettingNames.Known> all = SettingNames.all();
        Predicate<SettingNames.Known> policy = setting -> setting.key().startsWith("countersign.policy.");
        return HEAD + rows(all, policy.negate()) + POLICY + rows(all, policy) + WEB_SERVER;
    }

    private static String rows(List<SettingNames.Known> all, Predicate<SettingNames.Known> which) {
        StringBuilder rows = new StringBuilder();
        all.stream()
                .filter(which)
                .forEach(setting -> rows.append("| `%s` | `%s` | %s | %s |%n"
                        .formatted(setting.key(), setting.environmentName(), defaultOf(setting), setting.about())));
        return rows.toString();
    }

    private static String defaultOf(SettingNames.Known setting) {
        if (!setting.unset().isEmpty()) {
            return setting.unset();
        }
        return setting.defaultValue() == null ? "none" : "`" + setting.defaultValue() + "`";
    }
}
