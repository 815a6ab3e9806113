package dev.countersign.people.brand;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Makes a logo of what somebody uploaded: a PNG or a JPEG, which its bytes say and not its name. Size and pixels
/// are read from its head before anything is unpacked; the pixels are then drawn anew, smaller where need be, so
/// that nothing else of the upload is left.
public final class LogoImage {
    /// How many bytes an upload may have.
    public static final int MOST_BYTES = 512 * 1024;

    /// How many pixels a side of an upload may have.
    public static final int MOST_SIDE = 2048;

    /// How many pixels a side has at least.
    public static final int LEAST_SIDE = 16;

    /// What a logo is fitted into; pages show it at a third of that.
    static final int WIDTH = 360;

    static final int HEIGHT = 96;

    /// One at a time: unpacking takes some 40 MB.
    private static final ReentrantLock ONE = new ReentrantLock();

    private LogoImage() {}

    /// The logo, or why it can be none.
    public static LogoOutcome of(byte[] upload) {
        if (upload.length == 0) {
            return new LogoOutcome.Refused(LogoFault.NOTHING);
        }
        if (upload.length > MOST_BYTES) {
            return new LogoOutcome.Refused(LogoFault.TOO_MANY_BYTES);
        }
        if (!CleanPicture.isPng(upload) && !CleanPicture.isJpeg(upload)) {
            return new LogoOutcome.Refused(LogoFault.NOT_AN_IMAGE);
        }
        return CleanPicture.of(upload).map(LogoImage::drawn).orElseGet(() -> new LogoOutcome.Refused(LogoFault.BROKEN));
    }

    private static LogoOutcome drawn(CleanPicture picture) {
        Optional<LogoFault> fault = sizeFault(picture.width(), picture.height());
        if (fault.isPresent()) {
            return new LogoOutcome.Refused(fault.get());
        }
        ONE.lock();
        try {
            return decoded(picture)
                    .filter(image -> image.getWidth() == picture.width() && image.getHeight() == picture.height())
                    .<LogoOutcome>map(image -> new LogoOutcome.Read(fitted(image)))
                    .orElseGet(() -> new LogoOutcome.Refused(LogoFault.BROKEN));
        } finally {
            ONE.unlock();
        }
    }

    private static Optional<LogoFault> sizeFault(int width, int height) {
        if (width <= 0 || height <= 0) {
            return Optional.of(LogoFault.BROKEN);
        }
        if (width > MOST_SIDE || height > MOST_SIDE) {
            return Optional.of(LogoFault.TOO_LARGE);
        }
        double scale = scale(width, height);
        return Math.min(width, height) * scale < LEAST_SIDE ? Optional.of(LogoFault.TOO_SMALL) : Optional.empty();
    }

    private static double scale(int width, int height) {
        return Math.min(1, Math.min((double) WIDTH / width, (double) HEIGHT / height));
    }

    private static Optional<BufferedImage> decoded(CleanPicture picture) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(picture.format());
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(picture.stream())) {
            reader.setInput(in, true, true);
            if (reader.getWidth(0) != picture.width() || reader.getHeight(0) != picture.height()) {
                return Optional.empty();
            }
            return Optional.of(reader.read(0));
        } catch (IOException | RuntimeException broken) {
            // Readers throw all kinds of things at what is no picture.
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }

    private static Logo fitted(BufferedImage image) {
        double scale = scale(image.getWidth(), image.getHeight());
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                small.setRGB(x, y, mean(image, new Box(image, x, y, width, height)));
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(small, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Logo(png.toByteArray(), width, height);
    }

    /// The pixels that become one.
    private record Box(int left, int top, int right, int bottom) {
        Box(BufferedImage image, int x, int y, int width, int height) {
            this(
                    x * image.getWidth() / width,
                    y * image.getHeight() / height,
                    Math.max(x * image.getWidth() / width + 1, (x + 1) * image.getWidth() / width),
                    Math.max(y * image.getHeight() / height + 1, (y + 1) * image.getHeight() / height));
        }
    }

    /// Their mean, in which what cannot be seen has no colour.
    private static int mean(BufferedImage image, Box box) {
        long alpha = 0;
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = box.top(); y < box.bottom(); y++) {
            for (int x = box.left(); x < box.right(); x++) {
                int argb = image.getRGB(x, y);
                int a = argb >>> 24;
                alpha += a;
                red += (long) a * (argb >> 16 & 0xFF);
                green += (long) a * (argb >> 8 & 0xFF);
                blue += (long) a * (argb & 0xFF);
            }
        }
        if (alpha == 0) {
            return 0;
        }
        long count = (long) (box.right() - box.left()) * (box.bottom() - box.top());
        return (int) (alpha / count) << 24
                | (int) (red / alpha) << 16
                | (int) (green / alpha) << 8
                | (int) (blue / alpha);
    }
}
