package dev.countersign.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/// The start of the driver: `script/bench [--quick] [--only=name,…]`.
final class Bench {
    private static final Set<String> FLAGS = Set.of("--quick", "--threads");

    private Bench() {}

    /// One measurement of the run.
    interface Section {
        void run(Stage stage) throws Exception;
    }

    /// What a section runs on: where to make data folders, where to report, and how long to take.
    record Stage(Path folder, Report report, boolean quick) {
        int pick(int quickly, int whole) {
            return quick ? quickly : whole;
        }
    }

    static void main(String[] arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("start", new Start());
        sections.put("sign-in", new SignInCost());
        sections.put("hash", new HashShare());
        sections.put("second-step", new SecondStep());
        sections.put("text", new TextCost());
        sections.put("passkey", new PasskeyCost());
        sections.put("outbox", new Messages());
        sections.put("me", new Me());
        sections.put("forward", new Forward());
        sections.put("scale", new Scale());
        sections.put("organisation", new Organisation());
        sections.put("silence", new Silence());
        boolean quick = List.of(arguments).contains("--quick");
        Set<String> chosen = chosen(arguments, sections.keySet());
        Path folder = Files.createDirectories(Path.of("target/bench/run")).toAbsolutePath();
        delete(folder);
        Files.createDirectories(folder);
        Report report = new Report(System.out, List.of(arguments).contains("--threads"));
        report.title("Countersign, %s, %d processors, %s%s"
                .formatted(
                        java.time.Instant.now(),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        quick ? ", quick" : ""));
        try {
            for (Map.Entry<String, Section> section : sections.entrySet()) {
                if (chosen.contains(section.getKey())) {
                    section.getValue().run(new Stage(folder, report, quick));
                }
            }
        } finally {
            delete(folder);
        }
        System.exit(report.finish() ? 0 : 3);
    }

    private static Set<String> chosen(String[] arguments, Set<String> names) {
        Set<String> chosen = new TreeSet<>(names);
        for (String argument : arguments) {
            if (argument.startsWith("--only=")) {
                chosen = new TreeSet<>(Arrays.asList(argument.substring(7).split(",", -1)));
            } else if (!FLAGS.contains(argument)) {
                refuse(names);
            }
        }
        if (!names.containsAll(chosen)) {
            refuse(names);
        }
        return chosen;
    }

    private static void refuse(Set<String> names) {
        System.err.println("script/bench [--quick] [--threads] [--only=" + String.join(",", names) + "] | --micro");
        System.exit(2);
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
