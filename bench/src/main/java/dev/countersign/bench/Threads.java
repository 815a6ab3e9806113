package dev.countersign.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// CPU time of a process by the names of its threads: where the cost of a request goes, the compiler and the
/// collector included. Printed with `--threads`.
final class Threads {
    private static final double MILLIS_A_TICK = 10;

    private final Map<Long, Used> byThread;

    private Threads(Map<Long, Used> byThread) {
        this.byThread = byThread;
    }

    record Used(String name, long user, long system) {
        long ticks() {
            return user + system;
        }
    }

    static Threads of(long pid) throws IOException {
        Map<Long, Used> byThread = new HashMap<>();
        List<Path> tasks;
        try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/task"))) {
            tasks = all.toList();
        }
        for (Path task : tasks) {
            try {
                String stat = Files.readString(task.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                byThread.put(
                        Long.valueOf(task.getFileName().toString()),
                        new Used(
                                name.replaceAll("[-#0-9. ]+$", ""),
                                Long.parseLong(fields[11]),
                                Long.parseLong(fields[12])));
            } catch (IOException e) {
                // The thread has ended meanwhile.
                continue;
            }
        }
        return new Threads(byThread);
    }

    static Threads none() {
        return new Threads(Map.of());
    }

    /// What each kind of thread used since then, for each of a count.
    Sum since(Threads before, int count) {
        Map<String, Used> kinds = new TreeMap<>();
        byThread.forEach((thread, now) -> {
            Used then = before.byThread.getOrDefault(thread, new Used("", 0, 0));
            Used used = new Used(now.name(), now.user() - then.user(), now.system() - then.system());
            kinds.merge(now.name(), used, (a, b) -> new Used(a.name(), a.user() + b.user(), a.system() + b.system()));
        });
        List<Used> dearestFirst = kinds.values().stream()
                .filter(used -> used.ticks() > 0)
                .sorted(Comparator.comparingLong(Used::ticks).reversed())
                .toList();
        return new Sum(dearestFirst, count);
    }

    /// By kind of thread, dearest first.
    record Sum(List<Used> kinds, int count) {
        /// In ms each, of the threads with that in their name.
        double millis(String name) {
            return kinds.stream()
                            .filter(kind -> kind.name().contains(name))
                            .mapToLong(Used::ticks)
                            .sum()
                    * MILLIS_A_TICK
                    / count;
        }

        @Override
        public String toString() {
            return kinds.stream()
                    .map(kind -> String.format(
                            Locale.ROOT,
                            "%s %.3f+%.3f",
                            kind.name(),
                            kind.user() * MILLIS_A_TICK / count,
                            kind.system() * MILLIS_A_TICK / count))
                    .collect(Collectors.joining(", "));
        }
    }
}
