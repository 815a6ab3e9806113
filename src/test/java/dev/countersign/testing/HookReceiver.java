package dev.countersign.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// The other side of a webhook, on a loopback port: it keeps what it is sent and answers as it is told.
public final class HookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile Function<Message, Answer> answers = _ -> new Answer(200, "thanks", Map.of());

    private HookReceiver(HttpServer server) {
        this.server = server;
    }

    /// What came in; names of headers are in lower case.
    public record Message(String path, Map<String, String> headers, String body) {
        public String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    /// What goes out.
    public record Answer(int status, String body, Map<String, String> headers) {}

    public static HookReceiver start() {
        try {
            return start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same over lines that are encrypted with those keys.
    public static HookReceiver secure(ServerKeys keys) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
            server.setHttpsConfigurator(new HttpsConfigurator(keys.own()));
            return start(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HookReceiver start(HttpServer server) {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        HookReceiver receiver = new HookReceiver(server);
        server.createContext("/", receiver::take);
        server.start();
        return receiver;
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Message message = new Message(exchange.getRequestURI().toString(), headers, body);
        messages.add(message);
        Answer answer = answers.apply(message);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/in";
    }

    public void answer(int status, String body) {
        answers = _ -> new Answer(status, body, Map.of());
    }

    public void answer(Function<Message, Answer> by) {
        answers = by;
    }

    /// All messages so far, in the order they came.
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
