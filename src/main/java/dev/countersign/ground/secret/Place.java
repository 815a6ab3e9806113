package dev.countersign.ground.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.stream.Stream;

/// Where a sealed value stands: the table, the column and the id of the row. A value copied to another place does
/// not open there.
public record Place(String table, String column, String row) {

    /// The additional data of the ciphertext. Each part is led by its length, so that no two places share their
    /// bytes.
    byte[] bytes() {
        byte[][] parts =
                Stream.of(table, column, row).map(part -> part.getBytes(UTF_8)).toArray(byte[][]::new);
        int length =
                Stream.of(parts).mapToInt(part -> Integer.BYTES + part.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.putInt(part.length).put(part);
        }
        return all.array();
    }
}
