package dev.countersign.doors.cli;

import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.AuditKind;
import dev.countersign.ground.audit.AuditPlace;
import dev.countersign.pages.EventFile;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// Which events are printed, and how.
final class ExportOptions {
    @Option(names = "--organisation", paramLabel = "ID", description = "Only the log of this organisation.")
    @Nullable
    String organisation;

    @Option(names = "--format", paramLabel = "FORMAT", description = "csv or ndjson.", defaultValue = "ndjson")
    EventFile format = EventFile.NDJSON;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only events of this type (two-step-reset) or kind (rescue); may be repeated.")
    private List<String> types = List.of();

    @Option(names = "--account", paramLabel = "ID", description = "Only what this account did or met with.")
    private @Nullable String account;

    @Option(names = "--from", paramLabel = "TIME", description = "The first day (2026-11-26) or time, in UTC.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The last day, or the time up to which it goes, in UTC.")
    private @Nullable String to;

    @Option(names = Parts.AFTER, hidden = true)
    private @Nullable String after;

    AuditFilter filter(CommandLine line) {
        Set<String> wanted = new HashSet<>();
        for (String word : types) {
            wanted.addAll(AuditKind.typesOf(word)
                    .orElseThrow(() -> new CommandLine.ParameterException(line, "There is no type " + word + ".")));
        }
        return new AuditFilter(
                wanted,
                account,
                instant(line, "--from", from, AuditFilter::from),
                instant(line, "--to", to, AuditFilter::until));
    }

    @Nullable
    AuditPlace place() {
        return after == null ? null : AuditPlace.parse(after).orElse(null);
    }

    private static @Nullable Instant instant(
            CommandLine line, String option, @Nullable String text, Function<String, Optional<Instant>> read) {
        if (text == null) {
            return null;
        }
        return read.apply(text)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        line, option + " must be a day like 2026-11-26 or a time like 2026-11-26T09:00:00Z."));
    }
}
