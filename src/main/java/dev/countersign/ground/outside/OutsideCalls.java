package dev.countersign.ground.outside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.countersign.ground.outside.OutsideOutcome.Answered;
import dev.countersign.ground.outside.OutsideOutcome.NotAllowed;
import dev.countersign.ground.outside.OutsideOutcome.Unreached;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Posts to addresses that organisations name. The name is looked up once; every address found is checked, and the
/// line goes to the first of those very addresses, so that a name that answers otherwise a moment later changes
/// nothing. A redirect is an answer like any other and is not followed. All of it ends within its time, however
/// slowly the other side writes; of the answer a few kilobytes are read. Each call has a line of its own.
public final class OutsideCalls {
    /// For everything, from looking up the name to the end of the answer.
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final boolean privateTargets;
    private final Names names;
    /// Asked when there is a call: it reads all certificates that are trusted.
    private final Supplier<SocketFactory> tls;
    private final Duration patience;

    /// @param privateTargets whether addresses that are not public may be reached, and plain http used
    public OutsideCalls(boolean privateTargets) {
        this(privateTargets, InetAddress::getAllByName, SSLSocketFactory::getDefault, PATIENCE);
    }

    OutsideCalls(boolean privateTargets, Names names, Supplier<SocketFactory> tls, Duration patience) {
        this.privateTargets = privateTargets;
        this.names = names;
        this.tls = tls;
        this.patience = patience;
    }

    /// Where names are looked up.
    @FunctionalInterface
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /// Whether that can be called at all, as far as its text says: an https address without a user name in it, or an
    /// http one where private targets are allowed.
    public boolean callable(URI address) {
        Set<String> schemes = privateTargets ? Set.of("http", "https") : Set.of("https");
        return address.getScheme() != null
                && schemes.contains(address.getScheme())
                && address.getHost() != null
                && !address.getHost().isEmpty()
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null;
    }

    /// Posts the body. Nothing else runs meanwhile on this thread, and no transaction.
    public OutsideOutcome post(URI address, Map<String, String> headers, byte[] body) {
        if (!callable(address)) {
            return new NotAllowed();
        }
        Exchange exchange = new Exchange(address, headers, body);
        FutureTask<OutsideOutcome> task = new FutureTask<>(exchange::run);
        Thread.ofVirtual().name("outside").start(task);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Unreached("timeout");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call outside failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unreached("broken");
        } finally {
            exchange.close();
        }
    }

    /// One call, and its line.
    private final class Exchange {
        private final URI address;
        private final Map<String, String> headers;
        private final byte[] body;
        private final Socket line = new Socket();

        Exchange(URI address, Map<String, String> headers, byte[] body) {
            this.address = address;
            this.headers = headers;
            this.body = body;
        }

        OutsideOutcome run() {
            InetAddress target;
            try {
                InetAddress[] found = names.of(host());
                if (!privateTargets && !Arrays.stream(found).allMatch(PublicAddress::is)) {
                    return new NotAllowed();
                }
                target = found[0];
            } catch (UnknownHostException e) {
                return new Unreached("unknown-host");
            }
            try {
                line.connect(new InetSocketAddress(target, port()), (int) patience.toMillis());
            } catch (SocketTimeoutException e) {
                return new Unreached("timeout");
            } catch (IOException e) {
                return new Unreached("no-connection");
            }
            return over(line);
        }

        private OutsideOutcome over(Socket connected) {
            try {
                connected.setSoTimeout((int) patience.toMillis());
                Socket socket = secure() ? secured(connected) : connected;
                OutputStream out = socket.getOutputStream();
                out.write(request());
                out.flush();
                HttpAnswer answer = HttpAnswer.read(new BufferedInputStream(socket.getInputStream()));
                return new Answered(answer.status(), answer.body(), answer.retryAfter());
            } catch (SSLException e) {
                return new Unreached("no-secure-line");
            } catch (SocketTimeoutException e) {
                return new Unreached("timeout");
            } catch (IOException e) {
                return new Unreached("broken");
            }
        }

        private Socket secured(Socket plain) throws IOException {
            SSLSocket socket = (SSLSocket) ((SSLSocketFactory) tls.get()).createSocket(plain, host(), port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            // RFC 9110 §4.3.4: the certificate has to be one of the host in the address.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        }

        private boolean secure() {
            return "https".equals(address.getScheme());
        }

        private int port() {
            return address.getPort() >= 0 ? address.getPort() : secure() ? HTTPS : HTTP;
        }

        /// Without the brackets of an IPv6 address.
        private String host() {
            String host = address.getHost();
            return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        }

        private byte[] request() {
            byte[] head = head().getBytes(ISO_8859_1);
            byte[] whole = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, whole, head.length, body.length);
            return whole;
        }

        private String head() {
            String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
            String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
            StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
            line(head, "Host", address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort()));
            line(head, "User-Agent", "Countersign");
            line(head, "Accept", "*/*");
            headers.forEach((name, value) -> line(head, name, value));
            line(head, "Content-Length", String.valueOf(body.length));
            line(head, "Connection", "close");
            return head.append("\r\n").toString();
        }

        private static void line(StringBuilder head, String name, String value) {
            if ((name + value).chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("no header can hold that");
            }
            head.append(name).append(": ").append(value).append("\r\n");
        }

        void close() {
            try {
                line.close();
            } catch (IOException alreadyBroken) {
                // Nobody needs it any more.
            }
        }
    }
}
