package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Gateway;
import dev.countersign.people.delivery.Handed;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.SMPPSession;
import org.jspecify.annotations.Nullable;

/// Sends text messages to a message centre by SMPP 3.4, over one session that stays bound.
public final class SmppGateway implements Gateway, AutoCloseable {
    /// What fits into one text message; more goes as `message_payload`, which the centre takes apart itself.
    private static final int ONE_MESSAGE = 160;

    private static final int ONE_MESSAGE_UCS2 = 140;
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(1);

    private final SmppSettings settings;
    private final InstantSource clock;
    private final SmppLine line;

    /// A gateway to that centre.
    ///
    /// @param receipts is told what became of the messages, on a thread of the line; when it throws, the centre is
    ///     asked to tell it again
    public SmppGateway(SmppSettings settings, InstantSource clock, Consumer<Receipt> receipts) {
        this(
                settings,
                clock,
                receipts,
                new SmppLine.Patience(
                        Duration.ofSeconds(5), Duration.ofSeconds(14), Duration.ofSeconds(30), Duration.ofSeconds(1)),
                null);
    }

    SmppGateway(
            SmppSettings settings,
            InstantSource clock,
            Consumer<Receipt> receipts,
            SmppLine.Patience patience,
            @Nullable SSLSocketFactory tls) {
        this.settings = settings;
        this.clock = clock;
        this.line = new SmppLine(settings, patience, new SmppReceipts(name(), receipts), tls);
    }

    /// Binds, and keeps the session up from now on, so that receipts come also while nothing is sent.
    public void start() {
        line.keep();
    }

    @Override
    public void close() {
        line.close();
    }

    @Override
    public String name() {
        return "smpp";
    }

    @Override
    public Channel channel() {
        return Channel.TEXT;
    }

    @Override
    public Handed hand(Message message, Letter letter) {
        if (!PhoneNumber.valid(message.to())) {
            return new Handed.RefusedRequest("not a number in E.164 form");
        }
        try {
            return submit(line.session(), message, letter);
        } catch (SmppLine.Down e) {
            return e.handed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Handed.Unavailable("interrupted");
        }
    }

    private Handed submit(SMPPSession session, Message message, Letter letter) {
        Optional<byte[]> gsm = Gsm7.encode(letter.text());
        byte[] text = gsm.orElseGet(() -> letter.text().getBytes(StandardCharsets.UTF_16BE));
        boolean fits = text.length <= (gsm.isPresent() ? ONE_MESSAGE : ONE_MESSAGE_UCS2);
        OptionalParameter[] more =
                fits ? new OptionalParameter[0] : new OptionalParameter[] {new OptionalParameter.Message_payload(text)};
        try {
            return new Handed.Taken(session.submitShortMessage(
                            "",
                            senderType(),
                            senderPlan(),
                            settings.sender().startsWith("+")
                                    ? settings.sender().substring(1)
                                    : settings.sender(),
                            TypeOfNumber.INTERNATIONAL,
                            NumberingPlanIndicator.ISDN,
                            message.to().substring(1),
                            new ESMClass(),
                            (byte) 0,
                            (byte) 1,
                            null,
                            validity(message),
                            new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                            (byte) 0,
                            new GeneralDataCoding(gsm.isPresent() ? Alphabet.ALPHA_DEFAULT : Alphabet.ALPHA_UCS2),
                            (byte) 0,
                            fits ? text : new byte[0],
                            more)
                    .getMessageId());
        } catch (NegativeResponseException e) {
            return SmppAnswers.submit(e.getCommandStatus());
        } catch (ResponseTimeoutException e) {
            return new Handed.Unknown("no answer in time");
        } catch (InvalidResponseException e) {
            return new Handed.Unknown("an answer that cannot be read");
        } catch (PDUException e) {
            return new Handed.RefusedRequest("too long for the protocol");
        } catch (IOException e) {
            return new Handed.Unknown("the line broke: " + e.getClass().getSimpleName());
        }
    }

    private TypeOfNumber senderType() {
        if (settings.sender().startsWith("+")) {
            return TypeOfNumber.INTERNATIONAL;
        }
        return settings.sender().matches("\\d+") ? TypeOfNumber.NETWORK_SPECIFIC : TypeOfNumber.ALPHANUMERIC;
    }

    private NumberingPlanIndicator senderPlan() {
        return settings.sender().startsWith("+") ? NumberingPlanIndicator.ISDN : NumberingPlanIndicator.UNKNOWN;
    }

    /// SMPP 3.4 §7.1.1.2: `YYMMDDhhmmss000R`, from now on.
    private String validity(Message message) {
        Duration left = Duration.between(clock.instant(), message.expiresAt());
        if (left.compareTo(LONGEST_VALIDITY) > 0) {
            left = LONGEST_VALIDITY;
        }
        if (left.compareTo(Duration.ofSeconds(1)) < 0) {
            left = Duration.ofSeconds(1);
        }
        return String.format(
                Locale.ROOT,
                "0000%02d%02d%02d%02d000R",
                left.toDaysPart(),
                left.toHoursPart(),
                left.toMinutesPart(),
                left.toSecondsPart());
    }
}
