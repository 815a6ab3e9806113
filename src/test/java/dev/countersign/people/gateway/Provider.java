package dev.countersign.people.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// A provider's HTTP server, which answers every request the same.
final class Provider implements Closeable {
    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Closeable server;
    private final URI base;
    private final CountDownLatch end = new CountDownLatch(1);

    record Request(String path, Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// The answers, as status, headers and body. A status of 0 is silence.
    static Provider answering(int status, Map<String, String> headers, String body) throws IOException {
        return new Provider(status, headers, body, null);
    }

    static Provider answering(int status, String body) throws IOException {
        return answering(status, Map.of(), body);
    }

    static Provider secure(SSLContext tls) throws IOException {
        return new Provider(200, Map.of(), "{}", tls);
    }

    /// Reads the request, says the start of an answer, and closes the line.
    static Provider cutting(String start) throws IOException {
        return new Provider(start);
    }

    private Provider(int status, Map<String, String> headers, String body, SSLContext tls) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer http = tls == null ? HttpServer.create(any, 0) : HttpsServer.create(any, 0);
        if (http instanceof HttpsServer https) {
            https.setHttpsConfigurator(new HttpsConfigurator(tls));
        }
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        http.setExecutor(threads);
        http.createContext("/", exchange -> answer(exchange, status, headers, body));
        http.start();
        base = URI.create((tls == null ? "http" : "https") + "://localhost:"
                + http.getAddress().getPort());
        server = () -> {
            end.countDown();
            http.stop(0);
            threads.shutdownNow();
        };
    }

    private Provider(String start) throws IOException {
        ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        base = URI.create("http://localhost:" + socket.getLocalPort());
        server = socket;
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try (Socket line = socket.accept()) {
                    String head = readToBody(line.getInputStream());
                    requests.add(new Request(head, Map.of(), new byte[0]));
                    line.getOutputStream().write(start.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // The client has gone, or the test is over.
                }
            }
        });
    }

    URI base() {
        return base;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void answer(HttpExchange exchange, int status, Map<String, String> headers, String body)
            throws IOException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        requests.add(new Request(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), asked));
        if (status == 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        headers.forEach(exchange.getResponseHeaders()::add);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static String readToBody(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
