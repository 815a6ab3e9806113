package dev.countersign.factors.totp;

import io.nayuki.qrcodegen.QrCode.Ecc;

/// A QR code as the data of one SVG path, on a square of `size` modules that has the quiet zone of 4 in it (ISO/IEC
/// 18004 §9.1).
public record QrCode(int size, String path) {

    private static final int QUIET_ZONE = 4;

    /// The code for that text, at error correction level M.
    public static QrCode of(String text) {
        io.nayuki.qrcodegen.QrCode code = io.nayuki.qrcodegen.QrCode.encodeText(text, Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                int start = x;
                while (x < code.size && code.getModule(x, y)) {
                    x++;
                }
                if (x > start) {
                    path.append('M').append(start + QUIET_ZONE).append(' ').append(y + QUIET_ZONE);
                    path.append('h')
                            .append(x - start)
                            .append("v1h-")
                            .append(x - start)
                            .append('z');
                }
            }
        }
        return new QrCode(code.size + 2 * QUIET_ZONE, path.toString());
    }
}
