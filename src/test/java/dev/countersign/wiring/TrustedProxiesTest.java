package dev.countersign.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

class TrustedProxiesTest {
    /// Says which address the request counts as coming from.
    private static final class Whence extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .print(request.getRemoteAddr() + " " + request.getScheme() + " " + request.getServerName());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // nobody is trusted
                "''                    | 203.0.113.7            | 127.0.0.1 http localhost",
                // the proxy is trusted
                "127.0.0.1             | 203.0.113.7            | 203.0.113.7 http localhost",
                "127.0.0.0/8           | 203.0.113.7            | 203.0.113.7 http localhost",
                "'127.0.0.1,10.0.0.0/8' | 203.0.113.7, 10.1.2.3 | 203.0.113.7 http localhost",
                // what the client wrote itself stands further left
                "127.0.0.1             | 198.51.100.1, 203.0.113.7 | 203.0.113.7 http localhost",
                "127.0.0.1             | 10.1.2.3, 203.0.113.7  | 203.0.113.7 http localhost",
                // another proxy is trusted, not this one
                "192.0.2.1             | 203.0.113.7            | 127.0.0.1 http localhost",
                "127.0.0.1             | 2001:db8::5            | 2001:db8::5 http localhost",
            })
    void addressWhenForwardedThenIsBelievedOnlyFromTrustedProxies(String trusted, String forwarded, String whence)
            throws Exception {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        new Surroundings().trustedProxies(settings(trusted)).customize(factory);
        WebServer server = factory.getWebServer(
                context -> context.addServlet("whence", new Whence()).addMapping("/"));
        server.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:%d/".formatted(server.getPort())))
                    .header("X-Forwarded-For", forwarded)
                    .header("X-Forwarded-Proto", "https")
                    .header("X-Forwarded-Host", "evil.example")
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo(whence);
        } finally {
            server.stop();
        }
    }

    private static Settings settings(String trusted) {
        return new Binder(new MapConfigurationPropertySource(
                        Map.of("countersign.base-url", "http://localhost", "countersign.trusted-proxies", trusted)))
                .bindOrCreate("countersign", Settings.class);
    }
}
