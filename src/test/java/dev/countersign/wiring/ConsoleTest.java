package dev.countersign.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Main;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.journeys.signup.NewAccount;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The command line as the operator runs it, with the server stopped and with it running.
class ConsoleTest {
    private static final List<String> OURS = List.of(
            "countersign.data",
            "countersign.base-url",
            "server.port",
            "countersign.database.url",
            "countersign.database.user",
            "countersign.database.password");

    private record Run(int code, String out, String err) {}

    @TempDir
    private Path folder;

    @BeforeEach
    void setUp() {
        System.setProperty("countersign.data", folder.toString());
        System.setProperty("countersign.base-url", "https://sign-in.example.com");
        System.setProperty("server.port", "0");
    }

    @AfterEach
    void tearDown() {
        OURS.forEach(System::clearProperty);
    }

    @Test
    void commandsWhenServerIsStoppedThenRunAlone() {
        assertThat(run("setup-link").out()).contains("https://sign-in.example.com/first-start?token=cs_setup_");
        assertThat(run("accounts")).isEqualTo(new Run(0, "EMAIL  NAME  TWO-STEP  CREATED\n", ""));
        assertThat(run("unlock", "nobody@example.com"))
                .isEqualTo(new Run(1, "", "There is no account with the address nobody@example.com.\n"));
    }

    @EachDatabase
    void commandsWhenServerRunsThenAreRunByIt(Databases databases) throws IOException {
        Path data = on(databases).dataFolder();
        try (ConfigurableApplicationContext server = server()) {
            firstStart(server.getBean(SignUps.class));

            assertThat(run("setup-link").err()).contains("The first start is done");
            assertThat(run("accounts").out()).contains("ada@example.com", "Ada", "off", "operator");
            assertThat(run("accounts", "--json").out())
                    .startsWith("{\"id\":\"")
                    .contains("\"email\":\"ada@example.com\"");
            assertThat(run("invite", "--email", "bob@example.com", "--days", "1")
                            .out())
                    .contains(
                            "Invitation for bob@example.com, good for 1 day",
                            "https://sign-in.example.com/invitation/cs_invitation_");
            assertThat(run("password-link", "ADA@example.com").out())
                    .contains("https://sign-in.example.com/reset/cs_password_");
            assertThat(run("unlock", "ada@example.com").out()).contains("ada@example.com can try again now.");
            assertThat(run("reset-two-step", "ada@example.com", "--reason", "phone lost")
                            .out())
                    .contains("Two-step sign-in of ada@example.com is reset.", "Hand this one-time code to the person");
            organisation();
            accounts();
        }
        assertThat(Files.exists(DataFolder.controlSocket(data))).isFalse();
    }

    /// What an operator does on the day nobody can sign in and the server does not start.
    @EachDatabase
    void commandsWhenServerIsStoppedThenServeOrganisationsAccountsAndTheRecord(Databases databases) throws IOException {
        DatabaseSettings store = on(databases);
        try (ConfigurableApplicationContext server = server()) {
            firstStart(server.getBean(SignUps.class));
        }

        assertThat(run("organisation", "policy", "Example", "rememberDays=30").out())
                .contains("rememberDays: 180 -> 30", "Set.");
        assertThat(run("account", "suspend", "ada@example.com", "--reason", "left")
                        .err())
                .contains("the only owner");
        assertThat(run("doctor").out()).contains("OK    keys", "OK    database", "OK    schema", "fail  base-url");
        if (store.url() == null) {
            assertThat(standardOutput(store.dataFolder(), "account", "export", "ada@example.com"))
                    .as("the log of the export is not in it")
                    .startsWith("{")
                    .endsWith("}\n");
        }
        String id = run("organisation", "list").out().split(" ", 2)[0];
        String log =
                run("audit", "export", "--organisation", id, "--format", "csv").out();
        assertThat(log)
                .startsWith("\"at\",\"type\",\"sentence\"")
                .contains("policy-changed", "The operator changed the security rules")
                .doesNotContain("a long walk in the rain");
        String kind = run("audit", "export", "--type", "policy-changed").out();
        assertThat(kind.lines()).hasSize(1).allMatch(line -> line.startsWith("{\"id\":\""));
        assertThat(run("audit", "export", "--organisation", id.substring(1)))
                .isEqualTo(new Run(1, "", "There is neither an organisation with that id, nor an event of one.\n"));
        assertThat(run("audit", "verify").out()).contains("sealed events are as they were written.");
        assertThat(run("audit", "verify", "--head", "9:" + "0".repeat(64)).err())
                .contains("The record was tampered with");
    }

    private static void organisation() {
        assertThat(run("organisation", "list").out()).contains("Example", "1 members, 1 owners");
        assertThat(run("organisation", "members", "Example").out()).contains("owner", "ada@example.com");
        assertThat(run("organisation", "members", "Nowhere").err()).contains("There is no organisation Nowhere.");
        assertThat(run("organisation", "role", "Example", "ada@example.com", "member"))
                .isEqualTo(new Run(1, "", "They are the only owner. Make somebody else an owner first.\n"));
        assertThat(run("organisation", "policy", "Example").out()).contains("rememberDays=180");
        assertThat(run("organisation", "policy", "Example", "rememberDays=30").out())
                .contains("rememberDays: 180 -> 30", "Set.");
        assertThat(run("organisation", "policy", "Example", "rememberDays=999").err())
                .startsWith("rememberDays");
        assertThat(run("organisation", "policy", "Example", "colour=blue").code())
                .isEqualTo(2);
        assertThat(run("organisation", "policy", "Example").out()).contains("rememberDays=30");
    }

    private static void accounts() {
        assertThat(run("account", "suspend", "ada@example.com", "--reason", "left")
                        .err())
                .contains("the only owner");
        assertThat(run("account", "delete", "ada@example.com").err()).contains("the only owner of Example");
        assertThat(run("account", "export", "ada@example.com").out())
                .contains("\"email\" : \"ada@example.com\"", "\"activity\"");
        assertThat(run("test-message", "--to", "ada@example.com").err()).contains("No mail server is configured");
        assertThat(run("test-message", "--to", "nonsense").code()).isEqualTo(2);
        Run doctor = run("doctor");
        assertThat(doctor.out())
                .contains("OK    settings", "OK    clock", "OK    database", "OK    schema", "warn  gateways")
                .contains("fail  base-url", "fail  certificate");
        assertThat(doctor.code()).isEqualTo(1);
    }

    @Test
    void secondServerWhenOneRunsThenIsRefusedInASentence() {
        try (ConfigurableApplicationContext server = server()) {
            assertThat(server.isRunning()).isTrue();
            assertThatThrownBy(ConsoleTest::server)
                    .satisfies(failure -> assertThat(StartFailure.sentence(failure))
                            .hasValueSatisfying(said -> assertThat(said).contains("is in use by another Countersign")));
        }
    }

    @Test
    void socketWhenOpenThenIsItsOwnersOnlyAndOutlivesNonsense() throws IOException {
        try (ConfigurableApplicationContext server = server()) {
            Path socket = DataFolder.controlSocket(folder);
            assertThat(server.isRunning()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            for (String nonsense : List.of("", "GET / HTTP/1.1\r\n\r\n", "CS\0\1\0\0\0\40", "CS\0\1\177\177\177\177")) {
                try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    channel.connect(UnixDomainSocketAddress.of(socket));
                    channel.write(ByteBuffer.wrap(nonsense.getBytes(UTF_8)));
                }
            }
            assertThat(run("accounts").code()).isZero();
        }
    }

    @Test
    void commandWhenMistypedThenIsAnsweredWithoutAnyServer() {
        assertThat(run("invit").code()).isEqualTo(2);
        assertThat(run("reset-two-step", "ada@example.com").err()).contains("--reason");
        assertThat(run("--help").out()).contains("setup-link", "reset-two-step");
        assertThat(run("--version").out()).startsWith("countersign ");
        assertThat(folder).isEmptyDirectory();
    }

    private static DatabaseSettings on(Databases databases) {
        DatabaseSettings store = databases.migrated();
        System.setProperty("countersign.data", store.dataFolder().toString());
        if (store.url() != null) {
            System.setProperty("countersign.database.url", store.url());
            System.setProperty("countersign.database.user", Objects.requireNonNullElse(store.user(), ""));
            System.setProperty("countersign.database.password", Objects.requireNonNullElse(store.password(), ""));
        }
        return store;
    }

    private static void firstStart(SignUps signUps) {
        Token link = signUps.newSetUpLink().orElseThrow();
        NewAccount ada = new NewAccount(
                "ada@example.com", "a long walk in the rain", "Ada", null, "en", "UTC", false, null, Origin.CONSOLE);
        assertThat(signUps.firstStart(link.text(), ada, "Example")).isInstanceOf(SignUpOutcome.Created.class);
    }

    private static ConfigurableApplicationContext server() {
        return new SpringApplicationBuilder(Main.class).run();
    }

    private static String standardOutput(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dcountersign.data=" + folder,
                "-Dcountersign.base-url=https://sign-in.example.com",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private static Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Console.run(List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new Run(code, plain(out), plain(err));
    }

    private static String plain(ByteArrayOutputStream bytes) {
        return Objects.requireNonNull(bytes.toString(UTF_8)).replace("\r\n", "\n");
    }
}
