package dev.countersign.doors.cli;

import dev.countersign.factors.factor.Factors;
import dev.countersign.ground.audit.AuditSeals;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Diagnosis;
import dev.countersign.journeys.departure.AccountDeletions;
import dev.countersign.journeys.departure.AccountExports;
import dev.countersign.journeys.organisation.AuditLogs;
import dev.countersign.journeys.organisation.OperatorActions;
import dev.countersign.journeys.organisation.OperatorOrganisations;
import dev.countersign.journeys.organisation.Suspensions;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.Organisations;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;

/// The operator's command line. The commands run where the rooms are: inside the running server, which is asked
/// over a socket in its data folder, or in this process while the server is stopped. It is the one public type of
/// the doors, since the process starts with it.
public final class Cli {
    /// The rooms that the commands need.
    public record Rooms(
            SignUps signUps,
            PasswordChanges passwordChanges,
            Resets resets,
            OperatorActions operatorActions,
            Accounts accounts,
            Factors factors,
            Installation installation,
            People people,
            Care care) {}

    /// Organisations, and accounts that come and go.
    public record People(
            Organisations organisations,
            OperatorOrganisations operator,
            Suspensions suspensions,
            AccountDeletions deletions,
            AccountExports exports) {}

    /// How the server does.
    ///
    /// @param delivers whether messages are sent while this process runs: not by a command on a stopped server
    public record Care(
            Diagnosis database,
            Outbox outbox,
            AuditTrail audit,
            AuditSeals auditSeals,
            AuditLogs auditLogs,
            Tokens tokens,
            InstantSource clock,
            Path folder,
            Installation installation,
            List<Reach> gateways,
            boolean delivers) {}

    /// Where a gateway listens.
    public record Reach(String name, String host, int port) {}

    private static final Answer STOPPED =
            new Answer(1, "", "The running server stopped before the end; what was printed is not all.\n");

    private final Rooms rooms;

    public Cli(Rooms rooms) {
        this.rooms = rooms;
    }

    /// Answers what needs no room, `--help`, `--version` and mistyped commands, with its exit code; empty for a
    /// command to run.
    public static OptionalInt alone(List<String> arguments, PrintStream out, PrintStream err) {
        StringWriter said = new StringWriter();
        CommandLine line = line(
                () -> {
                    throw new IllegalStateException("only the arguments are read here");
                },
                new Parts());
        line.setOut(new PrintWriter(said));
        try {
            CommandLine.ParseResult parsed = line.parseArgs(arguments.toArray(String[]::new));
            Integer code = CommandLine.executeHelpRequest(parsed);
            if (code == null) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(print(new Answer(code, said.toString(), ""), out, err));
        } catch (CommandLine.ParameterException e) {
            err.println(e.getMessage());
            err.print(e.getCommandLine().getUsageMessage());
            return OptionalInt.of(CommandLine.ExitCode.USAGE);
        }
    }

    /// Has the server behind that socket run the command, and prints what it answers; empty when no server listens
    /// there.
    public static OptionalInt throughServer(Path socket, List<String> arguments, PrintStream out, PrintStream err) {
        Optional<Answer> first = ControlClient.ask(socket, arguments);
        return first.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(printAll(
                        first.get(),
                        more -> ControlClient.ask(socket, Parts.goOn(arguments, more))
                                .orElse(STOPPED),
                        out,
                        err));
    }

    /// Runs the command in this process, prints what it says, and returns its exit code.
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        return printAll(answer(arguments), more -> answer(Parts.goOn(arguments, more)), out, err);
    }

    /// Answers commands at that socket, for its owner only, until the returned handle is closed.
    public AutoCloseable listen(Path socket) throws IOException {
        return ControlSocket.open(socket, this::answer);
    }

    private Answer answer(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Parts parts = new Parts();
        CommandLine line = line(() -> rooms, parts);
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        line.setExecutionExceptionHandler(new Failures());
        int code = line.execute(arguments.toArray(String[]::new));
        line.getOut().flush();
        line.getErr().flush();
        return new Answer(code, out.toString(), err.toString(), parts.next());
    }

    private static CommandLine line(Supplier<Rooms> rooms, Parts parts) {
        return new CommandLine(new OperatorCommands(rooms))
                .addSubcommand(new AuditCommand(rooms, parts))
                .addSubcommand(new OrganisationCommands(rooms))
                .addSubcommand(new AccountCommand(rooms))
                .addSubcommand(new TestMessageCommand(rooms))
                .addSubcommand(new DoctorCommand(rooms))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /// A long answer comes in parts, each asked for by itself: neither side holds it whole, and other commands have
    /// their turn in between.
    private static int printAll(Answer first, Function<String, Answer> more, PrintStream out, PrintStream err) {
        Answer answer = first;
        int code = print(answer, out, err);
        while (code == CommandLine.ExitCode.OK && !answer.next().isEmpty() && !out.checkError()) {
            answer = more.apply(answer.next());
            code = print(answer, out, err);
        }
        return code;
    }

    private static int print(Answer answer, PrintStream out, PrintStream err) {
        out.print(answer.out());
        out.flush();
        err.print(answer.err());
        err.flush();
        return answer.exitCode();
    }
}
