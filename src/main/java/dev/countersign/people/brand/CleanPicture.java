package dev.countersign.people.brand;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Optional;

/// The bytes of an upload without what no picture needs: only the parts that carry size and pixels go on to the
/// decoder, so that profiles, comments, compressed texts and what was glued behind the end never meet one.
final class CleanPicture {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int CHUNK_FRAME = 12;

    // A progressive JPEG goes over all pixels once a scan: encoders make up to ten, an attacker thousands.
    private static final int MOST_SCANS = 16;

    private final String format;
    private final byte[] bytes;
    private final int width;
    private final int height;

    private CleanPicture(String format, byte[] bytes, int width, int height) {
        this.format = format;
        this.bytes = bytes;
        this.width = width;
        this.height = height;
    }

    /// `png` or `jpeg`, by content.
    String format() {
        return format;
    }

    /// For the decoder to read.
    InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    /// As its head says.
    int width() {
        return width;
    }

    /// As its head says.
    int height() {
        return height;
    }

    /// Whether it begins as one of the two.
    static boolean isPng(byte[] bytes) {
        return begins(bytes, PNG);
    }

    static boolean isJpeg(byte[] bytes) {
        return begins(bytes, new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF});
    }

    private static boolean begins(byte[] bytes, byte[] with) {
        if (bytes.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (bytes[i] != with[i]) {
                return false;
            }
        }
        return true;
    }

    /// Empty where the parts do not follow one another as the format says.
    static Optional<CleanPicture> of(byte[] bytes) {
        return isPng(bytes) ? png(bytes) : isJpeg(bytes) ? jpeg(bytes) : Optional.empty();
    }

    // W3C PNG (Third Edition) §5: length, type, data and CRC, from IHDR to IEND.
    private static Optional<CleanPicture> png(byte[] bytes) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        kept.write(bytes, 0, PNG.length);
        int width = 0;
        int height = 0;
        int at = PNG.length;
        while (at <= bytes.length - CHUNK_FRAME) {
            long length = Integer.toUnsignedLong(int32(bytes, at));
            int type = int32(bytes, at + 4);
            if (length > bytes.length - CHUNK_FRAME - at || (at == PNG.length) != (type == chunk("IHDR"))) {
                return Optional.empty();
            }
            int whole = (int) length + CHUNK_FRAME;
            if (type == chunk("IHDR")) {
                width = int32(bytes, at + 8);
                height = int32(bytes, at + 12);
            }
            if (isPixels(type)) {
                kept.write(bytes, at, whole);
            }
            if (type == chunk("IEND")) {
                return Optional.of(new CleanPicture("png", kept.toByteArray(), width, height));
            }
            at += whole;
        }
        return Optional.empty();
    }

    private static boolean isPixels(int type) {
        return type == chunk("IHDR")
                || type == chunk("PLTE")
                || type == chunk("tRNS")
                || type == chunk("IDAT")
                || type == chunk("IEND");
    }

    private static int chunk(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }

    // ITU-T T.81 §B.1.1: markers with a length, and scans, which are followed by data up to the next marker.
    private static Optional<CleanPicture> jpeg(byte[] bytes) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        kept.write(bytes, 0, 2);
        int width = 0;
        int height = 0;
        int scans = 0;
        int at = 2;
        while (at < bytes.length - 3) {
            int marker = bytes[at + 1] & 0xFF;
            if (bytes[at] != (byte) 0xFF) {
                return Optional.empty();
            }
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int end = at + 2 + int16(bytes, at + 2);
            if (isBare(marker) || end > bytes.length || end < at + 4) {
                return Optional.empty();
            }
            if (isFrame(marker)) {
                // Two frames could have two sizes, of which only one was looked at.
                if (width != 0 || end < at + 9) {
                    return Optional.empty();
                }
                height = int16(bytes, at + 5);
                width = int16(bytes, at + 7);
            }
            boolean scan = marker == 0xDA;
            int next = scan ? afterScan(bytes, end) : end;
            if (scan && (width == 0 || ++scans > MOST_SCANS)) {
                return Optional.empty();
            }
            if (isNeeded(marker)) {
                kept.write(bytes, at, next - at);
            }
            at = next;
            if (scan && at + 1 < bytes.length && bytes[at + 1] == (byte) 0xD9) {
                kept.write(bytes, at, 2);
                return Optional.of(new CleanPicture("jpeg", kept.toByteArray(), width, height));
            }
        }
        return Optional.empty();
    }

    /// Where the next marker stands that is no escaped byte and no restart.
    private static int afterScan(byte[] bytes, int from) {
        for (int i = from; i < bytes.length - 1; i++) {
            int next = bytes[i + 1] & 0xFF;
            if (bytes[i] == (byte) 0xFF && next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
                return i;
            }
        }
        return bytes.length;
    }

    /// Baseline and progressive; the other kinds are in no browser.
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xC2;
    }

    private static boolean isBare(int marker) {
        return marker <= 0x01
                || (marker >= 0xD0 && marker <= 0xD9)
                || (marker >= 0xC3 && marker <= 0xCF && marker != 0xC4);
    }

    /// Frame, tables, restart interval, scan, and Adobe's word on what the channels mean.
    private static boolean isNeeded(int marker) {
        return isFrame(marker)
                || marker == 0xC4
                || marker == 0xDA
                || marker == 0xDB
                || marker == 0xDD
                || marker == 0xE0
                || marker == 0xEE;
    }

    private static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    private static int int32(byte[] bytes, int at) {
        return int16(bytes, at) << 16 | int16(bytes, at + 2);
    }
}
