package dev.countersign.wiring;

import dev.countersign.doors.cli.Cli;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.StandardEnvironment;

/// A run of the operator's command line: it reads the server's own settings, so that it finds the same data folder,
/// and has the command run by the server where one is running, else by the rooms opened here without a web server.
public final class Console {
    private Console() {}

    /// Runs one command and returns its exit code.
    ///
    /// @throws RuntimeException as a start of the server does
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        OptionalInt alone = Cli.alone(arguments, out, err);
        if (alone.isPresent()) {
            return alone.getAsInt();
        }
        Settings settings = settings();
        OptionalInt answered = Cli.throughServer(DataFolder.controlSocket(settings.folder()), arguments, out, err);
        return answered.isPresent() ? answered.getAsInt() : offline(arguments, out, err);
    }

    private static Settings settings() {
        LoggingSystem.get(Console.class.getClassLoader()).beforeInitialize();
        StandardEnvironment environment = new StandardEnvironment();
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        UnknownSettings.refuse(environment);
        return Binder.get(environment).bindOrCreate("countersign", Settings.class);
    }

    private static int offline(List<String> arguments, PrintStream out, PrintStream err) {
        try (ConfigurableApplicationContext rooms = new SpringApplicationBuilder(Offline.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of("spring.main.keep-alive", "false"))
                .run()) {
            return rooms.getBean(Cli.class).run(arguments, out, err);
        }
    }

    /// The rooms without their doors.
    @Configuration(proxyBeanMethods = false)
    @Import({
        Surroundings.class,
        RoomsConfiguration.class,
        AppsConfiguration.class,
        OutboxConfiguration.class,
        ConsoleConfiguration.class
    })
    static class Offline {}
}
