package dev.countersign.doors.cli;

import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.departure.DeletionOutcome;
import dev.countersign.journeys.departure.ExportOutcome.Document;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `countersign account …`: one account, when its owner or their organisation cannot.
@Command(
        name = "account",
        description = "Suspends, reactivates, exports or deletes one account.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]")
final class AccountCommand implements Runnable {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;
    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

    private final Supplier<Cli.Rooms> rooms;

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    AccountCommand(Supplier<Cli.Rooms> rooms) {
        this.rooms = rooms;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(line(), "A command is missing.");
    }

    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description =
                    "Keeps an account out: signed out everywhere at once, and no sign-in at any door until it is reactivated. The only owner of an organisation stays; make somebody else an owner first.")
    int suspend(
            @Parameters(paramLabel = "EMAIL") String email,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the record.")
                    String reason) {
        if (reason.isBlank() || reason.length() > 200) {
            throw new CommandLine.ParameterException(line(), "--reason must say why, in up to 200 characters.");
        }
        Optional<Account> account = account(email);
        if (account.isEmpty()) {
            return noSuchAccount(email);
        }
        var outcome = people().suspensions().suspendByOperator(account.get().id(), reason, Origin.CONSOLE);
        if (outcome instanceof MemberOutcome.Refused<?>) {
            return refuse(
                    "They are the only owner of an organisation. Make somebody else an owner first: countersign organisation role.");
        }
        out().println(name(account.get()) + " is suspended.");
        return DONE;
    }

    @Command(
            name = "reactivate",
            mixinStandardHelpOptions = true,
            description = "Lets a suspended account sign in again. Sessions and devices stay gone.")
    int reactivate(@Parameters(paramLabel = "EMAIL") String email) {
        Optional<Account> account = account(email);
        if (account.isEmpty()) {
            return noSuchAccount(email);
        }
        people().suspensions().reactivateByOperator(account.get().id(), Origin.CONSOLE);
        out().println(name(account.get()) + " can sign in.");
        return DONE;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description =
                    "Prints what the server has about an account, as JSON, without passwords, keys and codes. For their owner, when they ask for it.")
    int export(
            @Parameters(paramLabel = "EMAIL") String email,
            @Option(
                            names = "--file",
                            paramLabel = "PATH",
                            description = "Writes it to that new file instead, readable by you only.")
                    @Nullable
                    Path file)
            throws IOException {
        Optional<Account> account = account(email);
        if (account.isEmpty()) {
            return noSuchAccount(email);
        }
        if (file != null && !file.isAbsolute()) {
            throw new CommandLine.ParameterException(line(), "--file must be an absolute path.");
        }
        Document document = people().exports().exportByOperator(account.get().id(), Origin.CONSOLE);
        if (file != null) {
            return write(document, file);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        document.writeTo(text);
        if (text.size() > LONGEST_ANSWER) {
            return refuse("It is too long to print. Write it to a file with --file.");
        }
        out().println(text.toString(StandardCharsets.UTF_8));
        return DONE;
    }

    private int write(Document document, Path file) throws IOException {
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(
                        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mine);
                OutputStream to = java.nio.channels.Channels.newOutputStream(channel)) {
            document.writeTo(to);
        } catch (FileAlreadyExistsException there) {
            return refuse("There is a file at " + file + " already.");
        }
        out().println("Written to " + file + ".");
        return DONE;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description =
                    "Has an account erased in 14 days: signed out everywhere at once, told by mail, and kept if they sign in and say so. What is left are the events on record, which name it by its id.")
    int delete(
            @Parameters(paramLabel = "EMAIL") String email,
            @Option(names = "--now", description = "Erases it at once. Nobody can take that back.") boolean now) {
        Optional<Account> account = account(email);
        if (account.isEmpty()) {
            return noSuchAccount(email);
        }
        if (now) {
            List<String> owned = people().deletions().eraseNow(account.get(), Origin.CONSOLE);
            return owned.isEmpty() ? said(name(account.get()) + " is erased.") : soleOwner(owned);
        }
        return switch (people().deletions().askByOperator(account.get(), Origin.CONSOLE)) {
            case DeletionOutcome.Asked it ->
                said(String.format(
                        Locale.ROOT,
                        "%s is erased on %s. To take that back: countersign account keep.",
                        name(account.get()),
                        AccountRow.time(it.eraseAt())));
            case DeletionOutcome.SoleOwner it -> soleOwner(it.organisations());
            case DeletionOutcome.StepUpRequired _ -> refuse("The account has just changed. Try again.");
            case DeletionOutcome.NotConfirmed _ -> refuse("The account has just changed. Try again.");
        };
    }

    @Command(
            name = "keep",
            mixinStandardHelpOptions = true,
            description = "Takes back that an account is to be erased.")
    int keep(@Parameters(paramLabel = "EMAIL") String email) {
        Optional<Account> account = account(email);
        if (account.isEmpty()) {
            return noSuchAccount(email);
        }
        return people().deletions().keep(account.get().id(), null, Origin.CONSOLE)
                ? said(name(account.get()) + " stays.")
                : refuse(name(account.get()) + " is not going to be erased.");
    }

    private int soleOwner(List<String> organisations) {
        return refuse("They are the only owner of " + OperatorCommands.plain(String.join(", ", organisations))
                + ". Make somebody else an owner first: countersign organisation role.");
    }

    private Optional<Account> account(String email) {
        return EmailAddress.parse(email).flatMap(rooms.get().accounts()::byEmail);
    }

    private static String name(Account account) {
        return OperatorCommands.plain(account.email());
    }

    private int noSuchAccount(String email) {
        return refuse("There is no account with the address " + OperatorCommands.plain(email) + ".");
    }

    private int said(String sentence) {
        out().println(sentence);
        return DONE;
    }

    private int refuse(String sentence) {
        line().getErr().println(sentence);
        return NOT_DONE;
    }

    private Cli.People people() {
        return rooms.get().people();
    }

    private PrintWriter out() {
        return line().getOut();
    }

    private CommandLine line() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
