package dev.countersign.doors.letters;

import java.util.List;

/// The measure of a text message: what fits into one, so that a code never arrives in two halves, nor costs twice.
final class OnePart {
    private static final int GSM_MOST = 160;
    private static final int UCS2_MOST = 70;

    // 3GPP TS 23.038 §6.2.1: the default alphabet.
    private static final String GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    // 3GPP TS 23.038 §6.2.1.1: the extension table; each takes an escape before it.
    private static final String GSM_EXTENSION = "\f^{}\\[~]|€";

    private OnePart() {}

    /// Whether it can be said in the default alphabet. One letter outside it turns the whole text into UCS-2.
    static boolean gsm(String text) {
        return text.chars().allMatch(c -> GSM.indexOf(c) >= 0 || GSM_EXTENSION.indexOf(c) >= 0);
    }

    /// How long it is: in septets in the default alphabet, else in UCS-2 units, of which an emoji takes two.
    static int length(String text) {
        return gsm(text)
                ? text.length()
                        + (int) text.chars()
                                .filter(c -> GSM_EXTENSION.indexOf(c) >= 0)
                                .count()
                : text.length();
    }

    /// Whether it travels as one message.
    static boolean fits(String text) {
        return length(text) <= (gsm(text) ? GSM_MOST : UCS2_MOST);
    }

    /// The first that travels as one message; the last where none does.
    static String first(List<String> texts) {
        return texts.stream().filter(OnePart::fits).findFirst().orElseGet(texts::getLast);
    }
}
