package dev.countersign.doors.cli;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The commands, one a method.
@Command(
        name = "countersign",
        description = {
            "With no command: starts the server.",
            "The commands below are for the operator, for when nobody can sign in. They work while the server runs and while it is stopped, and must be run by the user who owns the data folder.",
        },
        subcommands = CommandLine.HelpCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "[COMMAND]")
final class OperatorCommands implements Runnable {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    private final Supplier<Cli.Rooms> rooms;

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    OperatorCommands(Supplier<Cli.Rooms> rooms) {
        this.rooms = rooms;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(line(), "A command is missing.");
    }

    @Command(
            name = "setup-link",
            mixinStandardHelpOptions = true,
            description = "Prints a new set-up link for the first start. The one before stops working.")
    int setUpLink() {
        Optional<Token> token = rooms().signUps().newSetUpLink();
        if (token.isEmpty()) {
            return refuse("The first start is done: there are accounts. For a forgotten password use password-link.");
        }
        out().println("Open this link within the hour (it works once):");
        out().println(address("/first-start?token=" + token.get().text()));
        return DONE;
    }

    @Command(
            name = "invite",
            mixinStandardHelpOptions = true,
            description = "Prints an invitation link, with which one person makes an account.")
    int invite(
            @Option(
                            names = "--email",
                            paramLabel = "EMAIL",
                            description = "The address it is for. Without it: for whoever has the link.")
                    @Nullable
                    String email,
            @Option(
                            names = "--days",
                            paramLabel = "DAYS",
                            defaultValue = "7",
                            description = "How long it works, 1 to 30 days (default: ${DEFAULT-VALUE}).")
                    int days) {
        if (days < 1 || days > 30) {
            throw new CommandLine.ParameterException(line(), "--days must be from 1 to 30.");
        }
        if (email != null && EmailAddress.parse(email).isEmpty()) {
            throw new CommandLine.ParameterException(line(), "--email must be an email address.");
        }
        Token token = rooms().signUps().invite(email, Duration.ofDays(days));
        out().printf(
                        Locale.ROOT,
                        "Invitation%s, good for %s (it works once):%n",
                        email == null ? "" : " for " + plain(email),
                        days == 1 ? "1 day" : days + " days");
        out().println(address("/invitation/" + token.text()));
        return DONE;
    }

    @Command(
            name = "password-link",
            mixinStandardHelpOptions = true,
            description =
                    "Prints a link with which the person sets a new password. Their two-step sign-in stays as it is.")
    int passwordLink(@Parameters(paramLabel = "EMAIL") String email) {
        Optional<Account> account = account(email);
        if (account.isEmpty()) {
            return noSuchAccount(email);
        }
        Token token = rooms().passwordChanges().newLink(account.get().id());
        out().printf(
                        Locale.ROOT,
                        "New password for %s. Open this link within 20 minutes (it works once):%n",
                        plain(account.get().email()));
        out().println(address("/reset/" + token.text()));
        return DONE;
    }

    @Command(
            name = "accounts",
            mixinStandardHelpOptions = true,
            description = "Lists accounts in the order they were made.")
    int accounts(
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "How many at most, 1 to 10000 (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Option(names = "--json", description = "As JSON, one account a line.") boolean json) {
        if (limit < 1 || limit > 10_000) {
            throw new CommandLine.ParameterException(line(), "--limit must be from 1 to 10000.");
        }
        List<AccountRow> rows = rooms().accounts().after(null, limit).stream()
                .map(account -> AccountRow.of(account, rooms().factors().list(account.id())))
                .toList();
        (json ? AccountRow.jsonLines(rows) : AccountRow.table(rows)).forEach(out()::println);
        return DONE;
    }

    @Command(
            name = "unlock",
            mixinStandardHelpOptions = true,
            description = "Lifts lock-outs and delays of an account.")
    int unlock(@Parameters(paramLabel = "EMAIL") String email) {
        Optional<Account> account = account(email);
        if (account.isEmpty()) {
            return noSuchAccount(email);
        }
        if (managed(account.get())) {
            return NOT_DONE;
        }
        rooms().resets().unlock(account.get().id());
        out().printf(Locale.ROOT, "%s can try again now.%n", plain(account.get().email()));
        return DONE;
    }

    @Command(
            name = "reset-two-step",
            mixinStandardHelpOptions = true,
            description =
                    "Removes a person's two-step sign-in and signs them out everywhere. They set it up again after their password and a code: one that is mailed to them or, where no mail can be sent, the one that this prints.")
    int resetTwoStep(
            @Parameters(paramLabel = "EMAIL") String email,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the record.")
                    String reason) {
        if (reason.isBlank() || reason.length() > 500) {
            throw new CommandLine.ParameterException(line(), "--reason must say why, in up to 500 characters.");
        }
        Optional<Account> account = account(email);
        if (account.isEmpty()) {
            return noSuchAccount(email);
        }
        if (managed(account.get())) {
            return NOT_DONE;
        }
        Optional<Resets.HandOver> handOver =
                rooms().resets().reset(account.get().id(), null, reason.strip());
        out().printf(
                        Locale.ROOT,
                        "Two-step sign-in of %s is reset.%n",
                        plain(account.get().email()));
        handOver.ifPresentOrElse(
                this::printHandOver,
                () -> out().println(
                                "At their next sign-in a one-time code is mailed to that address. With it they set up again."));
        return DONE;
    }

    /// Says so where an organisation helps that account and the operator does not, as on the support page.
    private boolean managed(Account account) {
        boolean managed = rooms().operatorActions().mayHelp(account.id()).isPresent();
        if (managed) {
            refuse("An organisation looks after " + plain(account.email())
                    + ": its owners and admins help. The operator helps its owners, and accounts in no organisation.");
        }
        return managed;
    }

    private void printHandOver(Resets.HandOver handOver) {
        out().println(
                        "Hand this one-time code to the person, after making sure it is them. They are asked for it after their password:");
        out().println(handOver.code());
        out().println("It works until " + AccountRow.time(handOver.expiresAt()) + ".");
    }

    private Optional<Account> account(String email) {
        return EmailAddress.parse(email).flatMap(rooms().accounts()::byEmail);
    }

    private int noSuchAccount(String email) {
        return refuse("There is no account with the address " + plain(email) + ".");
    }

    private int refuse(String sentence) {
        line().getErr().println(sentence);
        return NOT_DONE;
    }

    /// Names and addresses are other people's: a terminal must not obey what is in them.
    static String plain(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    private String address(String path) {
        return rooms().installation().baseUrl() + path;
    }

    private Cli.Rooms rooms() {
        return rooms.get();
    }

    private PrintWriter out() {
        return line().getOut();
    }

    private CommandLine line() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
