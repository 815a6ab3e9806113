package dev.countersign.doors.cli;

import dev.countersign.ground.store.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/// What the operator reads when a command failed for a reason that is not theirs.
final class Failures implements CommandLine.IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof StoreUnavailable) {
            line.getErr().println("The database cannot be used at the moment. Nothing was changed; try again.");
        } else {
            LOG.error("A command failed", failure);
            line.getErr().println("The command failed: " + failure.getClass().getSimpleName() + ". The log says more.");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
