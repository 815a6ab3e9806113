package dev.countersign.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where texts end up: the receiving end of the webhook gateway, in the driver's process.
final class Sink implements AutoCloseable {
    /// What requests are signed with; here nobody looks.
    static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static final Pattern TO = Pattern.compile("\"to\":\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("\"text\":\"[^0-9]*([0-9]{6})");
    private static final long PATIENCE = 30;

    private final Map<String, CompletableFuture<String>> codes = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    Sink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    /// The code that comes next to that number: ask before it is sent.
    CompletableFuture<String> next(String number) {
        CompletableFuture<String> code = new CompletableFuture<String>().orTimeout(PATIENCE, TimeUnit.SECONDS);
        codes.put(number, code);
        return code;
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
        Matcher to = TO.matcher(body);
        Matcher code = CODE.matcher(body);
        if (to.find() && code.find()) {
            CompletableFuture<String> waiting = codes.remove(to.group(1));
            if (waiting != null) {
                waiting.complete(code.group(1));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
