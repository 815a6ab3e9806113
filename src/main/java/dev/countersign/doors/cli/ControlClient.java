package dev.countersign.doors.cli;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The side of the control socket that asks.
final class ControlClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ControlClient() {}

    /// The server's answer, or empty when nobody listens there.
    static Optional<Answer> ask(Path socket, List<String> arguments) {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return Optional.empty(); // left behind by a server that was killed, or not ours to open
        }
        try (channel;
                Deadline _ = Deadline.closing(channel, PATIENCE)) {
            DataOutputStream to = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
            Wire.writeArguments(to, arguments);
            return Optional.of(Wire.readAnswer(new DataInputStream(Channels.newInputStream(channel))));
        } catch (IOException e) {
            return Optional.of(new Answer(
                    1,
                    "",
                    String.format(
                            Locale.ROOT,
                            "The running server did not answer (%s). It may be stopping, or of another version; look at its log.%n",
                            e.getClass().getSimpleName())));
        }
    }
}
