package dev.countersign.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.testing.RunningServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The programs of `examples/native` as they stand: on somebody's own device, by the browser and by the API.
@ExtendWith(Chromium.class)
class NativeAppTest {
    private static final RunningServer SERVER = RunningServer.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /// A program that asks by lines and is answered by lines.
    private record Program(Process process, BufferedReader says, BufferedWriter hears) implements AutoCloseable {
        static Program started(String file, Map<String, String> environment) throws IOException {
            ProcessBuilder node = new ProcessBuilder("node", "examples/native/" + file);
            node.redirectError(Redirect.INHERIT).environment().putAll(environment);
            Process process = node.start();
            return new Program(process, process.inputReader(UTF_8), process.outputWriter(UTF_8));
        }

        /// Reads on until a line that begins like that.
        String until(String beginning) throws IOException {
            StringBuilder said = new StringBuilder();
            for (String line = says.readLine(); line != null; line = says.readLine()) {
                if (line.startsWith(beginning)) {
                    return line;
                }
                said.append(line).append('\n');
            }
            throw new AssertionError("no " + beginning + " after " + said);
        }

        Program answer(String question, String line) throws IOException {
            until(question);
            hears.write(line + "\n");
            hears.flush();
            return this;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    @Test
    void programWhenItOpensTheBrowserThenKnowsWhoSignedInThere() throws IOException {
        try (Window boss = Window.of(SERVER)) {
            Member owner = Member.enrolled(boss);
            organisation(boss);
            boss.open("/organisation/apps").follow("Register an app");
            boss.fill("Name", "Notes").fill("Addresses after signing in", "http://127.0.0.1/back");
            boss.page().getByLabel("Where the app runs").selectOption("public");
            boss.press("Register").says("Notes is ready");
            String id = boss.page().locator("dd code").nth(1).innerText();
            Map<String, String> environment = Map.of("ISSUER", SERVER.address(), "CLIENT_ID", id);

            try (Program program = Program.started("browser.mjs", environment)) {
                boss.page().navigate(program.until("http"));
                boss.button("Allow").click();
                boss.page().waitForURL("http://127.0.0.1:*/back?**");
                assertThat(boss.page().content()).contains("You can close this window");
                assertThat(program.until("Signed in"))
                        .isEqualTo("Signed in: " + owner.email() + " (urn:countersign:aal2)");
            }
            try (Program program = Program.started("browser.mjs", environment)) {
                boss.page().navigate(program.until("http") + "&prompt=consent");
                boss.button("Do not allow").click();
                assertThat(program.until("Not signed in")).contains("access_denied", "The person said no.");
            }
        }
    }

    @Test
    void programWhenItHasAFormOfItsOwnThenGoesThroughBothSteps() throws IOException {
        try (Window window = Window.plain(SERVER, new Browser.NewContextOptions())) {
            Member member = Member.enrolled(window);
            try (Program program = program(member)) {
                program.answer("Code (totp)", "12345")
                        .answer("Code (totp)", member.phone().nextCode());
                assertThat(program.until("Signed in"))
                        .isEqualTo("Signed in: " + member.email() + " (urn:countersign:aal2)");
            }
        }
    }

    /// What becomes required while the program is out there never leaves it stuck.
    @Test
    void programWhenTwoStepsBecomeRequiredThenSetsThemUpItself() throws IOException {
        try (Window window = Window.plain(SERVER, new Browser.NewContextOptions())) {
            Member member = Member.signedUp(window);
            organisation(window);
            String organisation = SERVER.bean(Organisations.class)
                    .memberships(member.id())
                    .getFirst()
                    .organisationId();
            Policies policies = SERVER.bean(SignInRooms.class).policies();
            policies.set(
                    organisation,
                    new PolicyBuilder(policies.of(organisation))
                            .enrolment(Policy.Enrolment.REQUIRED)
                            .build(),
                    SERVER.clock().instant());
            try (Program program = program(member)) {
                String told = program.until("Two-step sign-in is required");
                member.scan("otpauth://totp/x?secret=" + told.substring(told.lastIndexOf(' ') + 1) + "&issuer=x");
                program.answer("Code (totp)", member.phone().nextCode());
                assertThat(program.until("Keep these backup codes").split(" ")).hasSizeGreaterThan(10);
                assertThat(program.until("Signed in")).contains(member.email(), "urn:countersign:aal2");
            }
        }
    }

    private static Program program(Member member) throws IOException {
        return Program.started("sign-in.mjs", Map.of("SERVER", SERVER.address()))
                .answer("Email", member.email())
                .answer("Password", member.password());
    }

    private static void organisation(Window window) {
        window.open("/settings/organisations").follow("New organisation");
        window.fill("Organisation", "Linden & Hart").press("Create organisation");
    }
}
