package dev.countersign.people.brand;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/// Pictures for tests, good and bad.
public final class Pictures {
    private Pictures() {}

    /// A PNG of one colour.
    public static byte[] png(int width, int height, int argb) {
        return written(width, height, argb, BufferedImage.TYPE_INT_ARGB, "png");
    }

    /// A JPEG of one colour.
    public static byte[] jpeg(int width, int height, int rgb) {
        return written(width, height, rgb, BufferedImage.TYPE_INT_RGB, "jpeg");
    }

    static byte[] written(int width, int height, int argb, int type, String format) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, argb);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// A chunk of a PNG, with its right CRC.
    static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        return joined(int32(data.length), name, data, int32((int) crc.getValue()));
    }

    /// A PNG whose head says one size and whose pixels are so many zeros, packed.
    static byte[] claiming(int width, int height, int zeros) {
        byte[] head = joined(int32(width), int32(height), new byte[] {8, 6, 0, 0, 0});
        return joined(signature(), chunk("IHDR", head), chunk("IDAT", packed(zeros)), chunk("IEND", new byte[0]));
    }

    static byte[] signature() {
        return "\u0089PNG\r\n\u001a\n".getBytes(ISO_8859_1);
    }

    /// So many zeros as a deflated stream.
    static byte[] packed(int zeros) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            byte[] some = new byte[1 << 16];
            for (int left = zeros; left > 0; left -= some.length) {
                deflater.write(some, 0, Math.min(left, some.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// That PNG with chunks put in before its pixels.
    static byte[] with(byte[] png, byte[]... chunks) {
        int afterHead = 8 + 25;
        byte[] more = joined(chunks);
        return joined(slice(png, 0, afterHead), more, slice(png, afterHead, png.length));
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] int32(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }
}
