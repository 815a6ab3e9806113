package dev.countersign.people.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/// Where texts end up that a webhook gateway hands over: counts how often each came, by whom, and can leave one
/// unanswered. The path of a request is the name of the node that sends it.
final class Sink implements AutoCloseable {
    final Queue<String> all = new ConcurrentLinkedQueue<>();
    final Map<String, AtomicInteger> byNode = new ConcurrentHashMap<>();
    final Set<String> held = ConcurrentHashMap.newKeySet();
    private final BiPredicate<String, String> holds;
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /// @param holds whether the message of that node and id is never answered
    Sink(BiPredicate<String, String> holds) throws IOException {
        this.holds = holds;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    URI of(String node) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + node);
    }

    int from(String node) {
        return byNode.getOrDefault(node, new AtomicInteger()).get();
    }

    private void take(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String id = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String node = exchange.getRequestURI().getPath().substring(1);
        boolean hold = holds.test(node, id);
        all.add(id);
        byNode.computeIfAbsent(node, _ -> new AtomicInteger()).incrementAndGet();
        if (hold) {
            held.add(id);
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
