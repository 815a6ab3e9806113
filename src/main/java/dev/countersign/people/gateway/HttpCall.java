package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Handed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One POST, over a connection of its own: on one that was kept, a line that the other side has closed looks the
/// same as one that broke after the request, and a code would be given up that never left.
final class HttpCall {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    // Threads of their own for each client would be a third of what a message costs.
    private static final Executor THREADS =
            work -> Thread.ofVirtual().name("gateway").start(work);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private final InstantSource clock;
    private final Duration patience;
    private final @Nullable SSLContext tls;

    HttpCall(InstantSource clock) {
        this(clock, Duration.ofSeconds(20), null);
    }

    /// @param patience for everything, from connecting to the last byte of the answer
    HttpCall(InstantSource clock, Duration patience, @Nullable SSLContext tls) {
        this.clock = clock;
        this.patience = patience;
        this.tls = tls;
    }

    InstantSource clock() {
        return clock;
    }

    /// An answer. `body` is empty when it was longer than is read.
    record Reply(int status, String body, @Nullable Duration retryAfter) {
        boolean ok() {
            return status / 100 == 2;
        }
    }

    /// Posts the body, and lets the caller say what the answer means. No redirect is followed.
    Handed post(HttpRequest.Builder request, byte[] body, Function<Reply, Handed> reader) {
        AtomicBoolean written = new AtomicBoolean();
        HttpClient client = client();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request.POST(new Noticed(BodyPublishers.ofByteArray(body), written))
                        .build(),
                _ -> new BoundedBody());
        try {
            HttpResponse<String> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return reader.apply(new Reply(response.statusCode(), response.body(), retryAfter(response)));
        } catch (TimeoutException e) {
            return broken(written, "no answer in time");
        } catch (ExecutionException e) {
            return failed(written, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return broken(written, "interrupted");
        } finally {
            client.shutdownNow();
        }
    }

    private HttpClient client() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(THREADS)
                .connectTimeout(CONNECT);
        if (tls != null) {
            builder.sslContext(tls);
        }
        return builder.build();
    }

    /// What a status means where nothing better is known.
    static Handed byStatus(Reply reply) {
        return byStatus(reply, "HTTP " + reply.status());
    }

    static Handed byStatus(Reply reply, String reason) {
        return switch (reply.status()) {
            case 408 -> new Handed.Unavailable(reason);
            case 429 -> new Handed.RateLimited(reason, reply.retryAfter());
            // RFC 9110 §15.6.5: somebody in between waited for the answer in vain; the request may have got there.
            case 504 -> new Handed.Unknown(reason);
            default -> reply.status() >= 500 ? new Handed.Unavailable(reason) : new Handed.RefusedTransport(reason);
        };
    }

    private static Handed failed(AtomicBoolean written, @Nullable Throwable cause) {
        if (!written.get() && cause instanceof SSLException) {
            return new Handed.RefusedTransport(
                    "no secure line: " + cause.getClass().getSimpleName());
        }
        return broken(written, cause instanceof IOException ? cause.getClass().getSimpleName() : "failed");
    }

    private static Handed broken(AtomicBoolean written, String reason) {
        return written.get() ? new Handed.Unknown(reason) : new Handed.Unavailable(reason);
    }

    /// RFC 9110 §10.2.3: a number of seconds, or a date. Nobody makes us wait for longer than an hour.
    private @Nullable Duration retryAfter(HttpResponse<?> response) {
        String value = response.headers().firstValue("Retry-After").orElse("").strip();
        Duration asked;
        try {
            asked = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            clock.instant(),
                            DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, java.time.Instant::from));
        } catch (DateTimeParseException e) {
            return null;
        }
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : asked;
    }

    /// Notices when the body begins to leave: it is asked for once there is a connection.
    private record Noticed(BodyPublisher body, AtomicBoolean written) implements BodyPublisher {
        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            written.set(true);
            body.subscribe(subscriber);
        }
    }
}
