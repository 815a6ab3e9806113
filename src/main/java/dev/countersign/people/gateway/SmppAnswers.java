package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Handed;
import java.util.Locale;
import org.jsmpp.SMPPConstant;

/// What a message centre's `command_status` means (SMPP 3.4 §5.1.3).
final class SmppAnswers {
    private SmppAnswers() {}

    /// To a bind.
    static Handed bind(int status) {
        String reason = reason(status) + " to bind";
        return switch (status) {
            case SMPPConstant.STAT_ESME_RSYSERR, SMPPConstant.STAT_ESME_RALYBND, SMPPConstant.STAT_ESME_RTHROTTLED ->
                new Handed.Unavailable(reason);
            default -> new Handed.RefusedTransport(reason);
        };
    }

    /// To a message.
    static Handed submit(int status) {
        String reason = reason(status);
        return switch (status) {
            case SMPPConstant.STAT_ESME_RTHROTTLED, SMPPConstant.STAT_ESME_RMSGQFUL ->
                new Handed.RateLimited(reason, null);
            case SMPPConstant.STAT_ESME_RINVDSTADR,
                    SMPPConstant.STAT_ESME_RINVDSTTON,
                    SMPPConstant.STAT_ESME_RINVDSTNPI,
                    SMPPConstant.STAT_ESME_RINVMSGLEN,
                    SMPPConstant.STAT_ESME_RINVNUMDESTS -> new Handed.RefusedRequest(reason);
            case SMPPConstant.STAT_ESME_RSYSERR,
                    SMPPConstant.STAT_ESME_RSUBMITFAIL,
                    SMPPConstant.STAT_ESME_RX_T_APPN,
                    SMPPConstant.STAT_ESME_RINVBNDSTS,
                    SMPPConstant.STAT_ESME_RUNKNOWNERR -> new Handed.Unavailable(reason);
            default -> new Handed.RefusedTransport(reason);
        };
    }

    private static String reason(int status) {
        return "status 0x" + String.format(Locale.ROOT, "%08x", status);
    }
}
