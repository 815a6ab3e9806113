package dev.countersign.ground.outside;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.outside.OutsideOutcome.Answered;
import dev.countersign.ground.outside.OutsideOutcome.NotAllowed;
import dev.countersign.ground.outside.OutsideOutcome.Unreached;
import dev.countersign.testing.HookReceiver;
import dev.countersign.testing.ServerKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody reaches the server's own network by an address that they name, and nobody holds a call up.
class OutsideCallsTest {
    private static final byte[] BODY = "{}".getBytes(US_ASCII);

    private static OutsideCalls calls(boolean privateTargets, OutsideCalls.Names names) {
        return new OutsideCalls(privateTargets, names, SSLSocketFactory::getDefault, Duration.ofMillis(700));
    }

    private static OutsideOutcome post(OutsideCalls calls, String address) {
        return calls.post(URI.create(address), Map.of("Content-Type", "application/json"), BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "0.0.0.0",
                "100.64.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "2001:0:a00:1::"
            })
    void addressWhenNotPublicThenIsNotReachedByItselfNorByAName(String inside) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(inside);
        assertThat(PublicAddress.is(address)).isFalse();
        String host = inside.contains(":") ? "[" + inside + "]" : inside;
        assertThat(post(calls(false, InetAddress::getAllByName), "https://" + host + ":9/"))
                .isEqualTo(new NotAllowed());
        // A name that resolves there, alone or among public ones.
        InetAddress open = InetAddress.getByName("93.184.216.34");
        for (InetAddress[] found : List.of(new InetAddress[] {address}, new InetAddress[] {open, address})) {
            assertThat(post(calls(false, _ -> found), "https://hooks.example.com/"))
                    .isEqualTo(new NotAllowed());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.1:9/", "https://2130706433:9/", "https://0:9/", "https://localhost:9/"})
    void addressWhenWrittenInAnotherWayThenIsNotReached(String address) {
        OutsideOutcome outcome = post(calls(false, InetAddress::getAllByName), address);
        assertThat(outcome).isIn(new NotAllowed(), new Unreached("unknown-host"));
    }

    @Test
    void addressWhenPublicThenIs() throws UnknownHostException {
        for (String outside : List.of("93.184.216.34", "2606:2800:220:1::1", "172.32.0.1")) {
            assertThat(PublicAddress.is(InetAddress.getByName(outside)))
                    .as(outside)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "https://user:secret@hooks.example.com/",
                "https://hooks.example.com/#part",
                "https:///nowhere",
                "hooks.example.com"
            })
    void addressWhenNotForUsThenNotCallable(String address) {
        assertThat(calls(false, _ -> new InetAddress[0]).callable(URI.create(address)))
                .isFalse();
    }

    /// The name answers with a public address first and with a private one from then on: it is asked once, and the
    /// line goes to what was checked.
    @Test
    void nameWhenItAnswersOtherwiseAMomentLaterThenTheCheckedAddressIsCalled() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (HookReceiver inside = HookReceiver.start()) {
            InetAddress open = InetAddress.getByName("192.0.2.1");
            OutsideCalls calls = calls(false, _ ->
                    new InetAddress[] {asked.getAndIncrement() == 0 ? open : InetAddress.getLoopbackAddress()});
            String port = inside.address().replaceAll(".*:(\\d+)/.*", "$1");
            assertThat(post(calls, "https://hooks.example.com:" + port + "/")).isInstanceOf(Unreached.class);
            assertThat(asked).hasValue(1);
            assertThat(inside.messages()).isEmpty();
        }
    }

    @Test
    void redirectWhenAnsweredThenIsNotFollowed() {
        try (HookReceiver receiver = HookReceiver.start();
                HookReceiver inside = HookReceiver.start()) {
            receiver.answer(_ -> new HookReceiver.Answer(307, "", Map.of("Location", inside.address())));
            assertThat(post(calls(true, InetAddress::getAllByName), receiver.address()))
                    .isEqualTo(new Answered(307, "", ""));
            assertThat(inside.messages()).isEmpty();
            assertThat(receiver.messages().getFirst().headers()).containsEntry("content-type", "application/json");
            assertThat(receiver.messages().getFirst().body()).isEqualTo("{}");
        }
    }

    @Test
    void answerWhenLongOrDrippingOrNoneOrNoHttpThenEndsInTime() throws IOException {
        OutsideCalls calls = calls(true, InetAddress::getAllByName);
        assertThat(served(calls, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100_000), false))
                .isEqualTo(new Answered(200, "x".repeat(HttpAnswer.MOST), ""));
        assertThat(served(calls, "HTTP/1.1 200 OK\r\n", true)).isEqualTo(new Unreached("timeout"));
        assertThat(served(calls, "", true)).isEqualTo(new Unreached("timeout"));
        assertThat(served(calls, "220 mail.example ESMTP\r\n", false)).isEqualTo(new Unreached("broken"));
        assertThat(served(calls, "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(20_000), false))
                .isEqualTo(new Unreached("broken"));
        assertThat(post(calls, "http://127.0.0.1:1/")).isEqualTo(new Unreached("no-connection"));
        try (HookReceiver plain = HookReceiver.start()) {
            assertThat(post(calls, plain.address().replace("http:", "https:"))).isInstanceOf(Unreached.class);
            assertThat(plain.messages()).isEmpty();
        }
    }

    /// What a server answers that writes that, and then closes the line or goes on, a byte at a time.
    private static OutsideOutcome served(OutsideCalls calls, String answer, boolean dripping) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket line = server.accept();
                        OutputStream out = line.getOutputStream()) {
                    assertThat(line.getInputStream().read(new byte[8192])).isPositive();
                    out.write(answer.getBytes(US_ASCII));
                    while (dripping) {
                        out.write('x');
                        out.flush();
                        line.getInputStream().read();
                    }
                } catch (IOException over) {
                    // The caller has had enough.
                }
            });
            return post(calls, "http://127.0.0.1:" + server.getLocalPort() + "/");
        }
    }

    @Test
    void answerWhenInChunksThenIsPutTogether() throws IOException {
        String chunked = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        assertThat(HttpAnswer.read(new ByteArrayInputStream(chunked.getBytes(US_ASCII))))
                .isEqualTo(new HttpAnswer(202, "abcde", ""));
        String broken = "HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nabc";
        assertThat(HttpAnswer.read(new ByteArrayInputStream(broken.getBytes(US_ASCII))))
                .isEqualTo(new HttpAnswer(500, "abc", ""));
    }

    @Test
    void lineWhenTheCertificateIsOfThatHostAndTrustedThenIsUsedAndElseNothingIsSent() {
        ServerKeys keys = ServerKeys.named("dns:hooks.example.com");
        OutsideCalls.Names here = _ -> new InetAddress[] {InetAddress.getLoopbackAddress()};
        Duration patience = Duration.ofSeconds(10);
        OutsideCalls trusting = new OutsideCalls(true, here, () -> keys.trust().getSocketFactory(), patience);
        OutsideCalls strange = new OutsideCalls(true, here, SSLSocketFactory::getDefault, patience);
        try (HookReceiver receiver = HookReceiver.secure(keys)) {
            receiver.answer(_ -> new HookReceiver.Answer(503, "later", Map.of("Retry-After", "120")));
            String port = receiver.address().replaceAll(".*:(\\d+)/.*", "$1");
            assertThat(post(trusting, "https://hooks.example.com:" + port + "/in?x=1"))
                    .isEqualTo(new Answered(503, "later", "120"));
            assertThat(receiver.messages().getFirst().path()).isEqualTo("/in?x=1");
            assertThat(post(trusting, "https://other.example.com:" + port + "/"))
                    .isEqualTo(new Unreached("no-secure-line"));
            assertThat(post(strange, "https://hooks.example.com:" + port + "/"))
                    .isEqualTo(new Unreached("no-secure-line"));
            assertThat(receiver.messages()).hasSize(1);
        }
    }
}
