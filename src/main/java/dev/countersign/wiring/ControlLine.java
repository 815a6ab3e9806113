package dev.countersign.wiring;

import dev.countersign.doors.cli.Cli;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The running server's ear for the command line, open from when the rooms stand until the server stops.
@Component
final class ControlLine implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLine.class);

    private final Cli cli;
    private final Path socket;
    private @Nullable AutoCloseable open;

    ControlLine(Cli cli, DataFolder folder) {
        this.cli = cli;
        socket = DataFolder.controlSocket(folder.path());
    }

    @Override
    public void start() {
        try {
            open = cli.listen(socket);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "There is no socket for the command line ({}): {}. Commands work while the server is stopped.",
                    socket,
                    e.toString());
        }
    }

    @Override
    public void stop() {
        try {
            if (open != null) {
                open.close();
            }
        } catch (Exception e) {
            LOG.warn("The socket for the command line was not closed: {}", e.toString());
        } finally {
            open = null;
        }
    }

    @Override
    public boolean isRunning() {
        return open != null;
    }
}
