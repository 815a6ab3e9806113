package dev.countersign.doors.cli;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The side of the control socket that answers, one command after the other.
///
/// Whoever may use it can let themselves in, so it asks twice: the file's rights keep others out, and the kernel
/// says which user is calling, which also covers the moment between the making of the file and the setting of its
/// rights.
final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path file;
    private final ServerSocketChannel server;
    private final UserPrincipal owner;
    private final Function<List<String>, Answer> commands;

    private ControlSocket(Path file, ServerSocketChannel server, Function<List<String>, Answer> commands)
            throws IOException {
        this.file = file;
        this.server = server;
        this.commands = commands;
        owner = Files.getOwner(file);
    }

    /// Listens at that path. A socket left there by a server that was killed is replaced: whoever calls holds the
    /// data folder's lock.
    static ControlSocket open(Path file, Function<List<String>, Answer> commands) throws IOException {
        Files.deleteIfExists(file);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            ControlSocket socket = new ControlSocket(file, server, commands);
            Thread.ofPlatform().name("control").daemon().start(socket::accept);
            return socket;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try (SocketChannel caller = server.accept();
                    Deadline _ = Deadline.closing(caller, PATIENCE)) {
                serve(caller);
            } catch (ClosedChannelException e) {
                // The server stops, or a caller took too long.
            } catch (IOException e) {
                LOG.warn("A call to the control socket failed: {}", e.toString());
            }
        }
    }

    private void serve(SocketChannel caller) throws IOException {
        UserPrincipal user = caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        if (!user.equals(owner) && !user.getName().equals("root")) {
            LOG.warn("A call to the control socket by the user {} was refused", user.getName());
            return;
        }
        List<String> arguments = Wire.readArguments(new DataInputStream(Channels.newInputStream(caller)));
        Answer answer = commands.apply(arguments);
        Wire.writeAnswer(new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(caller))), answer);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(file);
    }
}
