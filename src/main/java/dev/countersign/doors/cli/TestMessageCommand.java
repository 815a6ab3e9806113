package dev.countersign.doors.cli;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.Outbox.Whereabouts;
import dev.countersign.people.delivery.Status;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `countersign test-message`: does mail arrive, do texts?
@Command(
        name = "test-message",
        mixinStandardHelpOptions = true,
        description =
                "Sends a mail or a text message that says it is a test, and what the gateway made of it. On a stopped server it waits in the outbox.")
final class TestMessageCommand implements Callable<Integer> {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Supplier<Cli.Rooms> rooms;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "ADDRESS",
            description = "An email address, or a phone number in international form, such as +12025550123.")
    private String to = "";

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    TestMessageCommand(Supplier<Cli.Rooms> rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() throws InterruptedException {
        String number = to.replaceAll("[ ()-]", "");
        boolean text = number.matches("\\+[1-9][0-9]{6,14}");
        if (!text && EmailAddress.parse(to).isEmpty()) {
            throw new CommandLine.ParameterException(
                    line(), "--to must be an email address, or a number like +12025550123.");
        }
        Channel channel = text ? Channel.TEXT : Channel.EMAIL;
        Cli.Care care = rooms.get().care();
        if (!care.outbox().carries(channel)) {
            line().getErr()
                    .println(
                            text
                                    ? "No gateway for text messages is configured: set countersign.text.gateways."
                                    : "No mail server is configured: set countersign.mail.host.");
            return 1;
        }
        Instant now = care.clock().instant();
        String id = care.tokens().newId(now);
        Message message = new Message(
                id, null, channel, text ? number : to.strip(), MessageKind.TEST, Map.of(), "en", "UTC", now.plus(LIFE));
        care.database().together(() -> {
            care.outbox().put(message, now);
            care.audit().record(new AuditEvent.TestMessageSent(channel.word()), Origin.CONSOLE, now);
        });
        return said(care, id);
    }

    private int said(Cli.Care care, String id) throws InterruptedException {
        if (!care.delivers()) {
            out().println("The server is stopped. The message waits, and goes out when it starts.");
            return 0;
        }
        Optional<Whereabouts> found = care.outbox().over(id, PATIENCE);
        Status status = found.map(Whereabouts::status).orElse(Status.WAITING);
        String gateway = found.map(Whereabouts::gateway).orElse("");
        String reason = found.map(Whereabouts::reason).orElse("");
        if (status == Status.SENT || status == Status.DELIVERED) {
            out().printf(Locale.ROOT, "Taken by %s. Look whether it arrives.%n", gateway);
            return 0;
        }
        line().getErr()
                .printf(
                        Locale.ROOT,
                        "Not sent%s: %s%s%n",
                        status.over() ? "" : " yet",
                        status.word(),
                        reason.isEmpty() ? "" : " (" + OperatorCommands.plain(reason) + ")");
        return 1;
    }

    private CommandLine line() {
        return Objects.requireNonNull(spec).commandLine();
    }

    private PrintWriter out() {
        return line().getOut();
    }
}
