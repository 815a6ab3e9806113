package dev.countersign.people.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A mail server that speaks just enough SMTP over TCP, and misbehaves as told: what GreenMail cannot do.
final class MailServer implements AutoCloseable {
    static final String CUT = "cut";
    static final String SILENCE = "silence";

    final List<String> heard = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<Socket> lines = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final SSLContext tls;
    private final boolean tlsAtOnce;

    /// @param tls offered by STARTTLS, unless null
    MailServer(SSLContext tls, boolean tlsAtOnce) throws IOException {
        this.tls = tls;
        this.tlsAtOnce = tlsAtOnce;
        this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// Answers a command (`MAIL`, `RCPT`, `DATA`, `.` for the end of the mail, `greeting`) so: with that line, or
    /// by [#CUT] or [#SILENCE].
    MailServer answering(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket line : lines) {
            line.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket line = server.accept();
                lines.add(line);
                Thread.ofVirtual().start(() -> serve(line));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            Socket line = tlsAtOnce ? secured(plain) : plain;
            BufferedReader in = reader(line);
            say(line, "greeting", "220 test ESMTP");
            for (String command = in.readLine(); command != null; command = in.readLine()) {
                heard.add((line instanceof SSLSocket ? "tls " : "plain ") + command);
                String verb = command.split(" ", 2)[0];
                switch (verb) {
                    case "EHLO" ->
                        say(
                                line,
                                verb,
                                tls != null && line == plain
                                        ? "250-test\r\n250-STARTTLS\r\n250 AUTH PLAIN"
                                        : "250-test\r\n250 AUTH PLAIN");
                    case "STARTTLS" -> {
                        say(line, verb, "220 go");
                        line = secured(plain);
                        in = reader(line);
                    }
                    case "AUTH" -> say(line, verb, "235 ok");
                    case "DATA" -> {
                        say(line, verb, "354 go");
                        for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                            heard.add(text);
                        }
                        say(line, ".", "250 taken");
                    }
                    case "QUIT" -> {
                        say(line, verb, "221 bye");
                        return;
                    }
                    default -> say(line, verb, "250 ok");
                }
            }
        } catch (IOException e) {
            heard.add("broken: " + e.getClass().getSimpleName());
        }
    }

    private void say(Socket line, String command, String usual) throws IOException {
        String answer = answers.getOrDefault(command, usual);
        if (answer.equals(CUT)) {
            line.close();
            throw new IOException("cut");
        }
        if (!answer.equals(SILENCE)) {
            OutputStream out = line.getOutputStream();
            out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private Socket secured(Socket line) throws IOException {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(line, null, line.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    private static BufferedReader reader(Socket line) throws IOException {
        return new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8));
    }
}
