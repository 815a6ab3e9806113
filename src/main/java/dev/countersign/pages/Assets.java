package dev.countersign.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// The files that pages load, each at an address with its hash in it, so that browsers may keep it for ever.
public final class Assets {

    /// One file as it is sent, plain and compressed.
    public static final class Asset {
        private final String contentType;
        private final byte[] bytes;
        private final byte[] gzip;

        Asset(String contentType, byte[] bytes) {
            this.contentType = contentType;
            this.bytes = bytes;
            this.gzip = compressed(bytes);
        }

        /// With its character set.
        public String contentType() {
            return contentType;
        }

        /// Writes it, in gzip for those who read that.
        public void writeTo(OutputStream out, boolean packed) throws IOException {
            out.write(packed ? gzip : bytes);
        }

        /// How many bytes that are.
        public int length(boolean packed) {
            return packed ? gzip.length : bytes.length;
        }
    }

    private final Map<String, Asset> byAddress = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();

    public Assets() {
        add("rosette.svg", "image/svg+xml", read("rosette.svg"));
        add("icons.svg", "image/svg+xml", read("icons.svg"));
        add("favicon.svg", "image/svg+xml", read("favicon.svg"));
        add("app.js", "text/javascript;charset=utf-8", read("app.js"));
        add("passkey.js", "text/javascript;charset=utf-8", read("passkey.js"));
        String css = read("app.css").replace("url(rosette.svg)", "url(" + address("rosette.svg") + ")");
        add("app.css", "text/css;charset=utf-8", css);
    }

    /// Where browsers find that file.
    public String address(String name) {
        String address = addresses.get(name);
        if (address == null) {
            throw new IllegalArgumentException("No asset " + name);
        }
        return address;
    }

    /// The file at that address, the path below `/assets/`.
    public Optional<Asset> at(String file) {
        return Optional.ofNullable(byAddress.get(file));
    }

    private void add(String name, String contentType, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        int dot = name.lastIndexOf('.');
        String hashed = name.substring(0, dot) + "-" + hash(bytes) + name.substring(dot);
        byAddress.put(hashed, new Asset(contentType, bytes));
        addresses.put(name, "/assets/" + hashed);
    }

    private static String read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("/assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException("No asset " + name + " on the class path");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The hash that stands in an address.
    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had", e);
        }
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
