package dev.countersign.doors.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/// `countersign doctor`: is everything well?
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Checks the settings, keys, clock, database, disk, outbox, gateways, base URL and its certificate. Each line says OK, warn or fail and what to do; the exit code is 1 when a line says fail.")
final class DoctorCommand implements Callable<Integer> {
    private final Supplier<Cli.Rooms> rooms;

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    DoctorCommand(Supplier<Cli.Rooms> rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() {
        List<Health.Line> lines = new Health(rooms.get().care()).all();
        lines.forEach(Objects.requireNonNull(spec).commandLine().getOut()::println);
        return lines.stream().anyMatch(line -> line.level() == Health.Level.FAIL) ? 1 : 0;
    }
}
