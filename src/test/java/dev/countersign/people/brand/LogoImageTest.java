package dev.countersign.people.brand;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures that people upload, and bytes that others do.
class LogoImageTest {
    private static final String HIDDEN = "<script>alert('hidden')</script>";

    @Test
    void pngWhenGoodThenDrawnAnewInItsColours() throws IOException {
        Logo logo = read(Pictures.png(200, 80, 0x80FF6600));
        assertThat(logo.width()).isEqualTo(200);
        assertThat(logo.height()).isEqualTo(80);
        assertThat(image(logo).getRGB(100, 40)).isEqualTo(0x80FF6600);
    }

    @Test
    void pictureWhenLargeThenFitted() throws IOException {
        Logo wide = read(Pictures.png(2048, 256, 0xFF2A45C6));
        assertThat(wide.width()).isEqualTo(360);
        assertThat(wide.height()).isEqualTo(45);
        Logo square = read(Pictures.jpeg(2048, 2048, 0x00FF00));
        assertThat(square.width()).isEqualTo(96);
        assertThat(square.height()).isEqualTo(96);
        int green = image(square).getRGB(48, 48);
        assertThat(green >> 8 & 0xFF).isGreaterThan(250);
        assertThat(green >>> 24).isEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void pngWhenOfAnotherKindThenRead(int type) throws IOException {
        Logo logo = read(Pictures.written(64, 64, 0xFFFFFFFF, type, "png"));
        assertThat(image(logo).getRGB(32, 32)).isEqualTo(0xFFFFFFFF);
    }

    @Test
    void pictureWhenItCarriesMoreThanPixelsThenNothingOfItIsLeft() {
        byte[] hidden = HIDDEN.getBytes(ISO_8859_1);
        byte[] png = Pictures.joined(
                Pictures.with(
                        Pictures.png(64, 64, 0xFF123456),
                        Pictures.chunk("tEXt", Pictures.joined("Comment\0".getBytes(ISO_8859_1), hidden)),
                        Pictures.chunk("eXIf", hidden),
                        Pictures.chunk("iCCP", hidden)),
                "PK\u0003\u0004".getBytes(ISO_8859_1),
                hidden);
        byte[] jpeg = Pictures.jpeg(64, 64, 0x123456);
        byte[] comment = Pictures.joined(
                new byte[] {(byte) 0xFF, (byte) 0xFE, 0, (byte) (hidden.length + 2)},
                hidden,
                new byte[] {(byte) 0xFF, (byte) 0xE1, 0, (byte) (hidden.length + 2)},
                hidden);
        byte[] polyglot =
                Pictures.joined(Pictures.slice(jpeg, 0, 2), comment, Pictures.slice(jpeg, 2, jpeg.length), hidden);
        for (byte[] upload : new byte[][] {png, polyglot}) {
            String kept = new String(read(upload).png(), ISO_8859_1);
            assertThat(kept)
                    .startsWith("\u0089PNG")
                    .endsWith("IEND\u00aeB`\u0082")
                    .doesNotContain("script", "PK\u0003");
            assertThat(kept.indexOf("IEND")).isEqualTo(kept.length() - 8);
        }
        assertThat(read(png).png())
                .isEqualTo(read(Pictures.png(64, 64, 0xFF123456)).png());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GIF89a\u0001\u0000\u0001\u0000\u0080\u0000\u0000",
                "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
                "<?xml version='1.0'?><svg/>",
                "RIFF\u0024\u0000\u0000\u0000WEBPVP8 ",
                "BM\u0036\u0000\u0000\u0000",
                "\u0000\u0000\u0001\u0000",
                "II*\u0000",
                "%PDF-1.7",
                "<!DOCTYPE html><img src=x>",
                "\u0089PNG",
                "logo.png"
            })
    void bytesWhenNeitherPngNorJpegThenRefused(String bytes) {
        assertThat(fault(bytes.getBytes(ISO_8859_1))).isEqualTo(LogoFault.NOT_AN_IMAGE);
    }

    @Test
    void sizeWhenOutOfBoundsThenRefusedBeforeAnythingIsUnpacked() {
        assertThat(fault(new byte[0])).isEqualTo(LogoFault.NOTHING);
        assertThat(fault(Arrays.copyOf(Pictures.png(64, 64, 0), LogoImage.MOST_BYTES + 1)))
                .isEqualTo(LogoFault.TOO_MANY_BYTES);
        // 100 MB of zeros in 100 KB, for a picture of four thousand million pixels.
        assertThat(fault(Pictures.claiming(65_535, 65_535, 100_000_000))).isEqualTo(LogoFault.TOO_LARGE);
        assertThat(fault(Pictures.claiming(2049, 16, 1000))).isEqualTo(LogoFault.TOO_LARGE);
        assertThat(fault(Pictures.claiming(Integer.MAX_VALUE, 1, 1000))).isEqualTo(LogoFault.TOO_LARGE);
        assertThat(fault(Pictures.claiming(-1, 16, 1000))).isEqualTo(LogoFault.BROKEN);
        assertThat(fault(Pictures.claiming(0, 0, 1000))).isEqualTo(LogoFault.BROKEN);
        assertThat(fault(Pictures.png(15, 15, 0))).isEqualTo(LogoFault.TOO_SMALL);
        assertThat(fault(Pictures.png(2048, 20, 0))).isEqualTo(LogoFault.TOO_SMALL);
        read(Pictures.png(16, 16, 0xFF000000));
    }

    @Test
    void pixelsWhenPackedAThousandTimesSmallerThenNoMoreAreUnpackedThanTheHeadSays() {
        // The rest of the zeros is never looked at.
        assertThat(LogoImage.of(Pictures.claiming(64, 64, 300_000_000))).isInstanceOf(LogoOutcome.Read.class);
        // A compressed text of 100 MB is left out before the decoder sees it.
        byte[] text = Pictures.joined("A\0\0".getBytes(ISO_8859_1), Pictures.packed(100_000_000));
        byte[] profile = Pictures.joined("A\0\0".getBytes(ISO_8859_1), Pictures.packed(100_000_000));
        read(Pictures.with(
                Pictures.png(64, 64, 0xFF000000), Pictures.chunk("zTXt", text), Pictures.chunk("iCCP", profile)));
    }

    @Test
    void pngWhenItsPartsAreNotInOrderThenRefused() {
        byte[] png = Pictures.png(64, 64, 0xFF000000);
        assertThat(fault(Pictures.slice(png, 0, 20))).isEqualTo(LogoFault.BROKEN);
        assertThat(fault(Pictures.slice(png, 0, png.length - 12))).isEqualTo(LogoFault.BROKEN);
        assertThat(fault(Pictures.joined(
                        Pictures.signature(), Pictures.chunk("tEXt", new byte[4]), Pictures.slice(png, 8, png.length))))
                .isEqualTo(LogoFault.BROKEN);
        // A second head with another size.
        assertThat(fault(Pictures.with(png, Pictures.slice(png, 8, 33)))).isEqualTo(LogoFault.BROKEN);
        byte[] endless = png.clone();
        endless[33] = (byte) 0xFF;
        assertThat(fault(endless)).isEqualTo(LogoFault.BROKEN);
        assertThat(fault(Pictures.claiming(64, 64, 10))).isEqualTo(LogoFault.BROKEN);
    }

    @Test
    void jpegWhenItsPartsAreNotInOrderThenRefused() {
        byte[] jpeg = Pictures.jpeg(64, 64, 0x123456);
        assertThat(fault(Pictures.slice(jpeg, 0, 40))).isEqualTo(LogoFault.BROKEN);
        assertThat(fault(Pictures.slice(jpeg, 0, jpeg.length - 2))).isEqualTo(LogoFault.BROKEN);
        int frame = marker(jpeg, 0xC0);
        int scan = marker(jpeg, 0xDA);
        byte[] head = Pictures.slice(jpeg, 0, scan);
        byte[] end = {(byte) 0xFF, (byte) 0xD9};
        byte[] data = Pictures.slice(jpeg, scan, jpeg.length - 2);
        // A second frame, of another size than was looked at.
        byte[] second = Pictures.slice(jpeg, frame, frame + 2 + 17);
        assertThat(fault(Pictures.joined(head, second, data, end))).isEqualTo(LogoFault.BROKEN);
        // Scans without an end.
        byte[] scans = head;
        for (int i = 0; i < 500; i++) {
            scans = Pictures.joined(scans, data);
        }
        assertThat(fault(Pictures.joined(scans, end))).isEqualTo(LogoFault.BROKEN);
        byte[] large = jpeg.clone();
        large[frame + 5] = (byte) 0xFF;
        large[frame + 7] = (byte) 0xFF;
        assertThat(fault(large)).isEqualTo(LogoFault.TOO_LARGE);
    }

    @Test
    void bytesWhenOneOfThemIsChangedThenALogoOrARefusalAndNothingElse() {
        for (byte[] good : new byte[][] {Pictures.png(40, 40, 0xFF336699), Pictures.jpeg(40, 40, 0x336699)}) {
            for (int at = 0; at < Math.min(good.length, 400); at++) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << at % 8);
                LogoOutcome outcome = LogoImage.of(bad);
                if (outcome instanceof LogoOutcome.Read(Logo logo)) {
                    assertThat(logo.width()).isLessThanOrEqualTo(LogoImage.WIDTH);
                    assertThat(logo.height()).isLessThanOrEqualTo(LogoImage.HEIGHT);
                }
            }
        }
    }

    private static int marker(byte[] jpeg, int marker) {
        for (int i = 0; i < jpeg.length - 1; i++) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) marker) {
                return i;
            }
        }
        throw new AssertionError("no marker " + marker);
    }

    private static Logo read(byte[] upload) {
        LogoOutcome outcome = LogoImage.of(upload);
        assertThat(outcome).isInstanceOf(LogoOutcome.Read.class);
        return ((LogoOutcome.Read) outcome).logo();
    }

    private static LogoFault fault(byte[] upload) {
        LogoOutcome outcome = LogoImage.of(upload);
        assertThat(outcome).isInstanceOf(LogoOutcome.Refused.class);
        return ((LogoOutcome.Refused) outcome).fault();
    }

    private static BufferedImage image(Logo logo) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(logo.png()));
    }
}
