package dev.countersign.people.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what a message centre sends by itself. Only the centre can speak on the line, so its receipts are believed.
final class SmppReceipts implements MessageReceiverListener {
    private static final Logger LOG = LoggerFactory.getLogger("delivery");

    /// SMPP 3.4 appendix B: `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…`
    private static final Pattern ID = Pattern.compile("\\bid:\\s*(\\S{1,65})", Pattern.CASE_INSENSITIVE);

    private static final Pattern STAT = Pattern.compile("\\bstat:\\s*(\\w{1,10})", Pattern.CASE_INSENSITIVE);

    private final String gateway;
    private final Consumer<Receipt> listener;

    SmppReceipts(String gateway, Consumer<Receipt> listener) {
        this.gateway = gateway;
        this.listener = listener;
    }

    /// What people write back is taken and dropped: refused, it would be offered again and hold up the receipts.
    @Override
    public void onAcceptDeliverSm(DeliverSm message) throws ProcessRequestException {
        if (!message.isSmscDeliveryReceipt()) {
            return;
        }
        Optional<Receipt> receipt = read(message);
        try {
            receipt.ifPresent(listener);
        } catch (RuntimeException e) {
            LOG.warn("a receipt could not be kept: {}", e.getClass().getSimpleName());
            throw new ProcessRequestException("try again", SMPPConstant.STAT_ESME_RX_T_APPN);
        }
    }

    @Override
    public void onAcceptAlertNotification(AlertNotification notification) {
        // Nobody waits for a phone to be switched on.
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm message, Session source) throws ProcessRequestException {
        throw new ProcessRequestException("not understood", SMPPConstant.STAT_ESME_RINVCMDID);
    }

    private Optional<Receipt> read(DeliverSm message) {
        byte[] bytes = message.getShortMessage();
        String text = bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
        String reference = reference(message, text);
        Boolean arrived = arrived(message, text);
        return reference.isEmpty() || arrived == null
                ? Optional.empty()
                : Optional.of(new Receipt(gateway, reference, arrived));
    }

    /// The field says it as the answer to the message did; the text, where they differ, may say it otherwise.
    private static String reference(DeliverSm message, String text) {
        if (message.getOptionalParameter(OptionalParameter.Tag.RECEIPTED_MESSAGE_ID)
                instanceof OptionalParameter.OctetString id) {
            return id.getValueAsString();
        }
        return first(ID, text);
    }

    /// Null when it is not the last word.
    private static @Nullable Boolean arrived(DeliverSm message, String text) {
        if (message.getOptionalParameter(OptionalParameter.Tag.MESSAGE_STATE) instanceof OptionalParameter.Byte state) {
            // SMPP 3.4 §5.2.28
            return switch (state.getValue()) {
                case 2 -> true;
                case 3, 4, 5, 8 -> false;
                default -> null;
            };
        }
        return switch (first(STAT, text).toUpperCase(Locale.ROOT)) {
            case "DELIVRD" -> true;
            case "EXPIRED", "DELETED", "UNDELIV", "REJECTD" -> false;
            default -> null;
        };
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
