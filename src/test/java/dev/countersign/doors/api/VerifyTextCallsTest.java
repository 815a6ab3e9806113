package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.journeys.reference.ReferenceRooms;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.delivery.Postman;
import dev.countersign.testing.Databases;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Texts and mails to people of verify-only applications, over real HTTP.
class VerifyTextCallsTest {
    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CALL = Pattern.compile("set -euo pipefail\ncall\\(\\) \\{.*?\n}\n", Pattern.DOTALL);

    private static String text(ApiServer server) {
        return server.bean(DevOutbox.class).kept().stream()
                .filter(kept -> kept.channel() == Channel.TEXT)
                .reduce((_, later) -> later)
                .orElseThrow()
                .text();
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void phoneWhenEnrolledThenItsCodeAnswersAndTheBrowserIsToldNothingOfIt(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.dev-outbox=true");
        ApiClient api = server.client();
        ReferenceRooms rooms = server.bean(ReferenceRooms.class);
        String owner = TextCallsTest.signedUp(server, "shopkeeper@example.com").string("/account/id");
        Instant now = server.clock().instant();
        String organisation = rooms.ground().organisations().create("Linden & Hart", owner, now);
        String key = rooms.apps().register(organisation, "Shop", now).key().text();
        String other = rooms.apps().register(organisation, "Till", now).key().text();
        Map<String, String> ada = Map.of("reference", "ada");
        assertThat(api.post("/verify/references/sms", key, Map.of("reference", "ada", "phone", "+49 30 123456"))
                        .code())
                .isEqualTo("validation");
        assertThat(api.post("/verify/references/email", key, Map.of("reference", "ada", "email", "nobody"))
                        .code())
                .isEqualTo("validation");
        Reply begun = api.post(
                "/verify/references/sms", key, Map.of("reference", "ada", "phone", "+49 1512 3456791", "locale", "es"));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        String one = "/verify/enrolments/" + begun.string("/id");
        assertThat(api.post(one + "/send", key, ada).code()).isEqualTo("send-too-soon");
        assertThat(api.post(one + "/send", other, ada).code()).isEqualTo("enrolment-expired");
        String code = TextCallsTest.code(server, Channel.TEXT);
        assertThat(text(server)).contains("Shop");
        Map<String, String> confirming = Map.of("reference", "ada", "code", code);
        assertThat(api.post(one + "/confirm", other, confirming).code()).isEqualTo("enrolment-expired");
        Reply confirmed = api.post(one + "/confirm", key, confirming);
        assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
        assertThat(confirmed.string("/factor/hint")).startsWith("+49 •••");
        assertThat(api.post("/verify/references/sms", key, Map.of("reference", "ada", "phone", "+49 1512 3456701"))
                        .code())
                .isEqualTo("set-up-already");

        Map<String, String> asked = Map.of("reference", "ada", "purpose", "pay 90 € to Jonas");
        String question = api.post("/verify/challenges", key, asked).string("/token");
        String nobody = api.post(
                        "/verify/challenges", key, Map.of("reference", "nobody", "purpose", "pay 90 € to Jonas"))
                .string("/token");
        Reply sent = api.post("/verify/challenges/send", question, Map.of("factor", "sms"));
        Reply nowhere = api.post("/verify/challenges/send", nobody, Map.of("factor", "sms"));
        assertThat(sent.status()).isEqualTo(202);
        assertThat(nowhere.text()).isEqualTo(sent.text());
        assertThat(sent.text()).doesNotContain("49");
        assertThat(api.post("/verify/challenges/send", question, Map.of("factor", "totp"))
                        .code())
                .isEqualTo("validation");
        String texted = TextCallsTest.code(server, Channel.TEXT);
        assertThat(text(server))
                .isEqualTo(texted
                        + " is your code for Shop (pay 90 € to Jonas). It works for 10 minutes. Never share it.");
        Reply answer = api.post("/verify/challenges/answer", question, Map.of("factor", "sms", "code", texted));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(api.post("/verify/references/export", other, ada).code()).isEqualTo("not-found");
        Reply export = api.post("/verify/references/export", key, ada);
        assertThat(export.string("/phone")).startsWith("+491512");
        assertThat(export.header("Cache-Control")).contains("no-store");
        Reply look = api.post("/verify/references/look-up", key, ada);
        assertThat(look.text()).doesNotContain("+491512");
        assertThat(look.string("/factors/0/hint")).startsWith("+49 •••");
    }

    /// The part of the documentation's walk in which a person types codes that come by text.
    @ParameterizedTest
    @EnumSource(Databases.class)
    void walkWhenRunAsItStandsThenSaysWhatItSays(Databases database, @TempDir Path folder) throws Exception {
        ApiServer server = ApiServer.on(database, "countersign.dev-outbox=true");
        ReferenceRooms rooms = server.bean(ReferenceRooms.class);
        String owner = TextCallsTest.signedUp(server, "walker@example.com").string("/account/id");
        Instant now = server.clock().instant();
        String organisation = rooms.ground().organisations().create("Linden & Hart", owner, now);
        String page = Files.readString(Path.of("docs/integrating/verify-only.md"));
        Matcher call = CALL.matcher(page);
        Matcher blocks = BLOCK.matcher(page);
        assertThat(call.find() && blocks.find() && blocks.find()).isTrue();
        Path said = folder.resolve("said");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", call.group() + blocks.group(1))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        bash.environment().put("URL", "http://127.0.0.1:" + server.port());
        bash.environment()
                .put(
                        "KEY",
                        rooms.apps().register(organisation, "Shop", now).key().text());
        bash.environment().put("PHONE", "+49 1512 3456792");
        int before = texts(server);
        Process running = bash.start();
        try (Writer person = running.outputWriter(StandardCharsets.UTF_8)) {
            for (int typed = 1; typed <= 2; typed++) {
                for (int i = 0; i < 400 && texts(server) < before + typed; i++) {
                    assertThat(running.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
                    server.bean(Postman.class).deliverAllDue();
                }
                person.write(TextCallsTest.code(server, Channel.TEXT) + "\n");
                person.flush();
            }
        }
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String output = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(running.exitValue()).as(output).isZero();
        assertThat(output)
                .contains("A code went to +49 ••• ••••92", "sms confirmed, 10 backup codes")
                .contains("customer-43 may pay 90 € to Jonas", "+4915123456792, asked 1 time");
    }

    private static int texts(ApiServer server) {
        return (int) server.bean(DevOutbox.class).kept().stream()
                .filter(kept -> kept.channel() == Channel.TEXT)
                .count();
    }
}
