package dev.countersign.doors.cli;

import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.AuditPlace;
import dev.countersign.ground.audit.AuditSeals;
import dev.countersign.ground.audit.AuditVerdict;
import dev.countersign.ground.audit.SealHead;
import dev.countersign.journeys.organisation.LoggedEvent;
import dev.countersign.pages.Languages;
import dev.countersign.pages.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `countersign audit …`: the record of events.
@Command(
        name = "audit",
        description = "Checks and reads out the record of events.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]")
final class AuditCommand implements Runnable {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    private static final int A_PART = 1_000;

    private final Supplier<Cli.Rooms> rooms;
    private final Parts parts;

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    AuditCommand(Supplier<Cli.Rooms> rooms, Parts parts) {
        this.rooms = rooms;
        this.parts = parts;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(line(), "A command is missing.");
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Checks that no event was changed, removed, added or moved since it was sealed, and prints the newest head. Keep the head elsewhere: with it a later check also finds that the end was cut off.")
    int verify(
            @Option(
                            names = "--head",
                            paramLabel = "HEAD",
                            description = "A head that was printed or logged before, like 12:9f3c….")
                    @Nullable
                    String head) {
        Optional<SealHead> kept = head == null ? Optional.empty() : SealHead.parse(head);
        if (head != null && kept.isEmpty()) {
            throw new CommandLine.ParameterException(line(), "--head must be a number, a colon and 64 hex digits.");
        }
        AuditSeals seals = rooms.get().care().auditSeals();
        return switch (seals.verify(kept.orElse(null))) {
            case AuditVerdict.Intact(long events, long unsealed, SealHead newest) -> {
                out().printf(Locale.ROOT, "%d sealed events are as they were written. ", events);
                out().printf(Locale.ROOT, "%d more are not sealed yet.%n", unsealed);
                out().println("Head: " + newest);
                yield DONE;
            }
            case AuditVerdict.Broken(long sequence, AuditVerdict.Fault fault) -> {
                line().getErr().println("The record was tampered with: " + sentence(sequence, fault));
                yield NOT_DONE;
            }
        };
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Prints events, the newest first, with a sentence in English and as data.")
    int export(@Mixin ExportOptions options) throws IOException {
        AuditFilter filter = options.filter(line());
        List<LoggedEvent> part =
                rooms.get().care().auditLogs().list(options.organisation, filter, options.place(), A_PART);
        if (options.place() == null) {
            if (part.isEmpty() && isUnknown(options.organisation)) {
                line().getErr().println("There is neither an organisation with that id, nor an event of one.");
                return NOT_DONE;
            }
            options.format.begin(out());
        }
        Words english = new Languages(false).english();
        for (LoggedEvent event : part) {
            options.format.write(out(), event, english);
        }
        if (part.size() == A_PART) {
            parts.goOnAfter(AuditPlace.of(part.getLast().entry()).toString());
        }
        return DONE;
    }

    /// An organisation that was erased is not unknown while the record has its events; whoever asks here has none.
    private boolean isUnknown(@Nullable String organisationId) {
        return organisationId != null
                && rooms.get().people().organisations().byId(organisationId).isEmpty();
    }

    private static String sentence(long sequence, AuditVerdict.Fault fault) {
        return switch (fault) {
            case EVENTS -> "events of seal " + sequence + " were changed, removed, added or moved.";
            case SEAL -> "seal " + sequence + " is missing.";
            case HEAD -> "the head " + sequence + " is not in the chain; the end was cut off, or written anew.";
            case STRAY_EVENTS -> "some events bear a seal that there is none of.";
        };
    }

    private CommandLine line() {
        return java.util.Objects.requireNonNull(spec, "not called by picocli").commandLine();
    }

    private PrintWriter out() {
        return line().getOut();
    }
}
