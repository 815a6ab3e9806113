package dev.countersign.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What Linux counts, in `/proc`.
final class Proc {
    /// `getconf CLK_TCK` is 100 on every Linux in use.
    private static final long NANOS_A_TICK = 10_000_000;

    private Proc() {}

    /// CPU time of a process, its threads and the kernel's work for it, in nanoseconds.
    static long cpu(long pid) {
        String stat = text(Path.of("/proc/" + pid + "/stat"));
        // The name in parentheses may hold blanks; utime and stime are the 12th and 13th fields behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_A_TICK;
    }

    /// CPU time that all processes together used, in nanoseconds.
    static long allCpu() {
        String[] fields = lines(Path.of("/proc/stat")).getFirst().split(" +", -1);
        long ticks = 0;
        for (int field : new int[] {1, 2, 3, 6, 7}) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * NANOS_A_TICK;
    }

    /// Resident memory of a process in MiB.
    static double residentMib(long pid) {
        return lines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024.0;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        return text(file).lines().toList();
    }
}
