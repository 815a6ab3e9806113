package dev.countersign.people.gateway;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// The default alphabet of text messages (3GPP TS 23.038 §6.2.1), one septet to a byte.
final class Gsm7 {
    private static final int ESCAPE = 0x1b;

    /// The escape's own place holds a character that no text may have.
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\0ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /// 3GPP TS 23.038 §6.2.1.1: reached by the escape.
    private static final String EXTENSION = "\f^{}\\[~]|€";

    private static final int[] EXTENSION_CODES = {0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65};

    private Gsm7() {}

    /// The text in that alphabet, or empty when it has a character that is not in it.
    static Optional<byte[]> encode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            int basic = character == '\0' ? -1 : BASIC.indexOf(character);
            int extension = EXTENSION.indexOf(character);
            if (basic >= 0) {
                bytes.write(basic);
            } else if (extension >= 0) {
                bytes.write(ESCAPE);
                bytes.write(EXTENSION_CODES[extension]);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.toByteArray());
    }
}
