package dev.countersign.doors.cli;

import java.util.Optional;
import picocli.CommandLine;

/// The version, as the jar's manifest has it.
final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        return new String[] {"countersign " + version};
    }
}
