package dev.countersign.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// An application behind a proxy that knows nothing of signing in: it says what reached it, and remembers it.
final class SiteApp implements AutoCloseable {
    private final HttpServer server;
    private final List<String> reached = new CopyOnWriteArrayList<>();

    private SiteApp(HttpServer server) {
        this.server = server;
    }

    static SiteApp started() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SiteApp app = new SiteApp(server);
        server.createContext("/", exchange -> {
            StringBuilder said = new StringBuilder("<!doctype html><title>App</title><pre>");
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            said.append(line).append('\n');
            app.reached.add(line);
            exchange.getRequestHeaders()
                    .forEach((name, values) -> values.forEach(value -> said.append(name.toLowerCase(Locale.ROOT))
                            .append(": ")
                            .append(value.replace("<", "&lt;"))
                            .append('\n')));
            byte[] body = said.append("</pre>").toString().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
            exchange.getResponseBody().write(exchange.getRequestMethod().equals("HEAD") ? new byte[0] : body);
            exchange.close();
        });
        server.start();
        return app;
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// What reached it since it was asked last.
    List<String> reached() {
        List<String> all = List.copyOf(reached);
        reached.clear();
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
