package dev.countersign.people.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Handed;
import dev.countersign.people.delivery.Letter;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.ServerKeys;
import dev.countersign.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.SMPPServerSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmppGatewayTest {
    private static final SmppLine.Patience PATIENCE = new SmppLine.Patience(
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMillis(50));

    private final TestClock clock = new TestClock();
    private final BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();

    @Test
    void textWhenItFitsTheDefaultAlphabetThenGoesInIt() throws Exception {
        try (MessageCentre centre = new MessageCentre(null);
                SmppGateway gateway = gateway(centre.port())) {
            assertThat(gateway.hand(Samples.text(), new Letter("", "Prüfcode {12} € @", null)))
                    .isEqualTo(new Handed.Taken("m-1"));

            SubmitSm message = centre.messages.getFirst();
            assertThat(message.getShortMessage())
                    .isEqualTo(Gsm7.encode("Prüfcode {12} € @").orElseThrow());
            assertThat(message.getDataCoding()).isZero();
            assertThat(message.getDestAddress()).isEqualTo("4915112345678");
            assertThat(message.getDestAddrTon()).isEqualTo((byte) 1);
            assertThat(message.getDestAddrNpi()).isEqualTo((byte) 1);
            assertThat(message.getSourceAddr()).isEqualTo("Countersign");
            assertThat(message.getSourceAddrTon()).isEqualTo((byte) 5);
            assertThat(message.getRegisteredDelivery()).isEqualTo((byte) 1);
            assertThat(message.getValidityPeriod()).isEqualTo("000000001000000R");
            assertThat(gateway.channel()).isEqualTo(Channel.TEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ваш код 123456", "הקוד שלך", "Code 👋"})
    void textWhenItDoesNotFitTheDefaultAlphabetThenGoesAsUcs2(String text) throws Exception {
        try (MessageCentre centre = new MessageCentre(null);
                SmppGateway gateway = gateway(centre.port())) {
            assertThat(gateway.hand(Samples.text(), new Letter("", text, null))).isInstanceOf(Handed.Taken.class);

            SubmitSm message = centre.messages.getFirst();
            assertThat(message.getDataCoding()).isEqualTo((byte) 8);
            assertThat(new String(message.getShortMessage(), StandardCharsets.UTF_16BE))
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({"x, 160, false", "x, 161, true", "x, 700, true", "Ж, 70, false", "Ж, 71, true", "Ж, 300, true"})
    void textWhenTooLongForOneMessageThenGoesAsPayload(String character, int times, boolean payload) throws Exception {
        try (MessageCentre centre = new MessageCentre(null);
                SmppGateway gateway = gateway(centre.port())) {
            Letter letter = new Letter("", character.repeat(times), null);
            assertThat(gateway.hand(Samples.text(), letter)).isInstanceOf(Handed.Taken.class);

            SubmitSm message = centre.messages.getFirst();
            int length = times * (character.equals("x") ? 1 : 2);
            assertThat(message.getShortMessage()).hasSize(payload ? 0 : length);
            if (payload) {
                assertThat(message.getOptionalParameter(OptionalParameter.Message_payload.class)
                                .getValue())
                        .hasSize(length);
            }
        }
    }

    @Test
    void textsWhenManyAtOnceThenShareOneSession() throws Exception {
        try (MessageCentre centre = new MessageCentre(null);
                SmppGateway gateway = gateway(centre.port())) {
            assertThat(AtOnce.run(16, _ -> gateway.hand(Samples.text(), Samples.TEXT)))
                    .allMatch(Handed.Taken.class::isInstance);
            assertThat(centre.messages).hasSize(16);
            assertThat(centre.binds).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x58, RateLimited",
        "0x14, RateLimited",
        "0x0b, RefusedRequest",
        "0x01, RefusedRequest",
        "0x08, Unavailable",
        "0x45, Unavailable",
        "0x0a, RefusedTransport",
        "0x101, RefusedTransport",
        "0x400, RefusedTransport"
    })
    void textWhenCentreRefusesItThenReasonIsUnderstood(String status, String meaning) throws Exception {
        try (MessageCentre centre = new MessageCentre(null).refusing(Integer.decode(status));
                SmppGateway gateway = gateway(centre.port())) {
            Handed handed = gateway.hand(Samples.text(), Samples.TEXT);
            assertThat(handed.getClass().getSimpleName()).isEqualTo(meaning);
            assertThat(handed.toString()).doesNotContain("4915112345678", "123456");
        }
    }

    @ParameterizedTest
    @CsvSource({"0x0d, RefusedTransport", "0x0e, RefusedTransport", "0x0f, RefusedTransport", "0x08, Unavailable"})
    void textWhenCentreRefusesTheBindThenReasonIsUnderstood(String status, String meaning) throws Exception {
        try (MessageCentre centre = new MessageCentre(null).refusingBinds(Integer.decode(status));
                SmppGateway gateway = gateway(centre.port())) {
            assertThat(gateway.hand(Samples.text(), Samples.TEXT).getClass().getSimpleName())
                    .isEqualTo(meaning);
        }
    }

    @Test
    void textWhenBindFailedAMomentAgoThenIsNotTriedAgainAtOnce() throws Exception {
        var slow = new SmppLine.Patience(
                Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
        try (MessageCentre centre = new MessageCentre(null).refusingBinds(0x0d);
                SmppGateway gateway = gateway(centre.port(), slow, receipts::add, false, null)) {
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.hand(Samples.text(), Samples.TEXT)).isInstanceOf(Handed.RefusedTransport.class);
            }
            assertThat(centre.binds).hasValue(1);
        }
    }

    @Test
    void textWhenNobodyListensThenIsUnavailable() throws Exception {
        try (SmppGateway gateway = gateway(MessageCentre.freePort())) {
            assertThat(gateway.hand(Samples.text(), Samples.TEXT)).isInstanceOf(Handed.Unavailable.class);
        }
    }

    @Test
    void textWhenCentreDoesNotAnswerThenIsUnknown() throws Exception {
        var hasty = new SmppLine.Patience(
                Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(30), Duration.ofMillis(50));
        try (MessageCentre centre = new MessageCentre(null).silent();
                SmppGateway gateway = gateway(centre.port(), hasty, receipts::add, false, null)) {
            assertThat(gateway.hand(Samples.text(), Samples.TEXT)).isInstanceOf(Handed.Unknown.class);
            assertThat(centre.messages).hasSize(1);
        }
    }

    @Test
    void textWhenLineBreaksBeforeTheAnswerThenIsUnknownAndTheNextGoes() throws Exception {
        var hasty = new SmppLine.Patience(
                Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMillis(50));
        try (MessageCentre centre = new MessageCentre(null).cutting(true);
                SmppGateway gateway = gateway(centre.port(), hasty, receipts::add, false, null)) {
            assertThat(gateway.hand(Samples.text(), Samples.TEXT)).isInstanceOf(Handed.Unknown.class);
            assertThat(centre.messages).hasSize(1);

            centre.cutting(false);
            assertThat(gateway.hand(Samples.text(), Samples.TEXT)).isInstanceOf(Handed.Taken.class);
            assertThat(centre.messages).hasSize(2);
            assertThat(centre.binds).hasValue(2);
        }
    }

    @Test
    void lineWhenItBreaksThenIsBoundAgainWithoutAMessage() throws Exception {
        try (MessageCentre centre = new MessageCentre(null);
                SmppGateway gateway = gateway(centre.port())) {
            gateway.start();
            SMPPServerSession first = centre.bound();
            // By now the gateway has heard that it is bound, too.
            assertThat(gateway.hand(Samples.text(), Samples.TEXT)).isInstanceOf(Handed.Taken.class);
            first.close();
            SMPPServerSession second = centre.bound();

            MessageCentre.deliver(second, true, "id:m-7 stat:DELIVRD");
            assertThat(receipts.poll(10, TimeUnit.SECONDS)).isEqualTo(new Receipt("smpp", "m-7", true));
        }
    }

    /// The end of a line may be heard before the bind has returned, and a third of these tries meets that moment. Of
    /// some the answer is never heard, and they wait for it in vain.
    @Test
    void lineWhenItGoesAsSoonAsItIsBoundThenIsBoundAgainAndAgain() throws Exception {
        var eager = new SmppLine.Patience(
                Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMillis(1));
        try (MessageCentre centre = new MessageCentre(null).hangingUp(10);
                SmppGateway gateway = gateway(centre.port(), eager, receipts::add, false, null)) {
            gateway.start();
            assertThat(centre.bound()).isNotNull();
            assertThat(centre.binds).hasValueGreaterThan(10);
            assertThat(gateway.hand(Samples.text(), Samples.TEXT)).isInstanceOf(Handed.Taken.class);
        }
    }

    @Test
    void lineWhenCentreComesLaterThenIsBound() throws Exception {
        int port = MessageCentre.freePort();
        try (SmppGateway gateway = gateway(port)) {
            assertThat(gateway.hand(Samples.text(), Samples.TEXT)).isInstanceOf(Handed.Unavailable.class);
            gateway.start();
            try (MessageCentre centre = new MessageCentre(port, null)) {
                assertThat(centre.bound()).isNotNull();
            }
        }
    }

    @Test
    void gatewayWhenClosedThenUnbindsAndTakesNothing() throws Exception {
        try (MessageCentre centre = new MessageCentre(null)) {
            SmppGateway gateway = gateway(centre.port());
            gateway.hand(Samples.text(), Samples.TEXT);
            SMPPServerSession session = centre.bound();
            CountDownLatch gone = new CountDownLatch(1);
            session.addSessionStateListener((state, _, _) -> {
                if (state == SessionState.CLOSED || state == SessionState.UNBOUND) {
                    gone.countDown();
                }
            });
            gateway.close();

            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(gateway.hand(Samples.text(), Samples.TEXT)).isInstanceOf(Handed.Unavailable.class);
            assertThat(centre.binds).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "id:m-1 sub:001 dlvrd:001 submit date:2601051200 done date:2601051201 stat:DELIVRD err:000 text:Your, true",
        "id:m-1 stat:UNDELIV err:001, false",
        "ID:m-1 STAT:expired, false",
        "id:m-1 stat:REJECTD, false",
        "id:m-1 stat:DELETED, false"
    })
    void receiptWhenFinalThenIsTold(String text, boolean arrived) throws Exception {
        try (MessageCentre centre = new MessageCentre(null);
                SmppGateway gateway = gateway(centre.port())) {
            gateway.hand(Samples.text(), Samples.TEXT);
            MessageCentre.deliver(centre.bound(), true, text);
            assertThat(receipts.poll(10, TimeUnit.SECONDS)).isEqualTo(new Receipt("smpp", "m-1", arrived));
        }
    }

    @Test
    void receiptWhenFieldsSayItThenTheyCountBeforeTheText() throws Exception {
        try (MessageCentre centre = new MessageCentre(null);
                SmppGateway gateway = gateway(centre.port())) {
            gateway.hand(Samples.text(), Samples.TEXT);
            MessageCentre.deliver(
                    centre.bound(),
                    true,
                    "id:999 stat:DELIVRD",
                    new OptionalParameter.Receipted_message_id("m-1"),
                    new OptionalParameter.Message_state((byte) 5));
            assertThat(receipts.poll(10, TimeUnit.SECONDS)).isEqualTo(new Receipt("smpp", "m-1", false));
        }
    }

    @Test
    void receiptWhenNotFinalOrNoneThenIsNotTold() throws Exception {
        try (MessageCentre centre = new MessageCentre(null);
                SmppGateway gateway = gateway(centre.port())) {
            gateway.hand(Samples.text(), Samples.TEXT);
            SMPPServerSession session = centre.bound();
            MessageCentre.deliver(session, true, "id:m-1 stat:ACCEPTD");
            MessageCentre.deliver(session, true, "id:m-1 stat:ENROUTE");
            MessageCentre.deliver(session, true, "stat:DELIVRD");
            MessageCentre.deliver(session, true, "");
            MessageCentre.deliver(session, false, "id:m-1 stat:DELIVRD");
            MessageCentre.deliver(session, true, "id:m-2 stat:DELIVRD");
            assertThat(receipts.poll(10, TimeUnit.SECONDS)).isEqualTo(new Receipt("smpp", "m-2", true));
            assertThat(receipts).isEmpty();
        }
    }

    @Test
    void receiptWhenItCannotBeKeptThenCentreIsAskedToTellItAgain() throws Exception {
        Consumer<Receipt> broken = _ -> {
            throw new IllegalStateException("the database is away");
        };
        try (MessageCentre centre = new MessageCentre(null);
                SmppGateway gateway = gateway(centre.port(), PATIENCE, broken, false, null)) {
            gateway.hand(Samples.text(), Samples.TEXT);
            SMPPServerSession session = centre.bound();
            assertThatThrownBy(() -> MessageCentre.deliver(session, true, "id:m-1 stat:DELIVRD"))
                    .isInstanceOfSatisfying(
                            NegativeResponseException.class,
                            e -> assertThat(e.getCommandStatus()).isEqualTo(0x64));
        }
    }

    @Test
    void lineWhenSecureThenCertificateMustBeForTheCentre() throws Exception {
        for (String name : new String[] {"localhost", "elsewhere.example"}) {
            ServerKeys keys = ServerKeys.named("dns:" + name);
            try (MessageCentre centre = new MessageCentre(keys.own());
                    SmppGateway gateway = gateway(
                            centre.port(),
                            PATIENCE,
                            receipts::add,
                            true,
                            keys.trust().getSocketFactory())) {
                assertThat(gateway.hand(Samples.text(), Samples.TEXT))
                        .isInstanceOf(name.equals("localhost") ? Handed.Taken.class : Handed.RefusedTransport.class);
                assertThat(centre.messages).hasSize(name.equals("localhost") ? 1 : 0);
            }
        }
    }

    @Test
    void textWhenNumberIsNoNumberThenIsRefused() throws Exception {
        try (MessageCentre centre = new MessageCentre(null);
                SmppGateway gateway = gateway(centre.port())) {
            assertThat(gateway.hand(Samples.text("0151 1234567"), Samples.TEXT))
                    .isInstanceOf(Handed.RefusedRequest.class);
            assertThat(centre.binds).hasValue(0);
        }
    }

    @Test
    void settingsWhenPrintedThenHideThePassword() {
        assertThat(new SmppSettings("localhost", 2775, true, "id", "hidden", "", "me").toString())
                .doesNotContain("hidden");
        assertThatThrownBy(() -> new SmppSettings("localhost", 2775, true, "id", "nine char", "", "me"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private SmppGateway gateway(int port) {
        return gateway(port, PATIENCE, receipts::add, false, null);
    }

    private SmppGateway gateway(
            int port, SmppLine.Patience patience, Consumer<Receipt> told, boolean secure, SSLSocketFactory tls) {
        SmppSettings settings = new SmppSettings("localhost", port, secure, "system", "secret", "", "Countersign");
        return new SmppGateway(settings, clock, told, patience, tls);
    }
}
