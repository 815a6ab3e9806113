package dev.countersign.people.brand;

/// A picture that this server drew itself from the pixels of an upload: a PNG without anything but pixels.
public final class Logo {
    private final byte[] png;
    private final int width;
    private final int height;

    Logo(byte[] png, int width, int height) {
        this.png = png.clone();
        this.width = width;
        this.height = height;
    }

    /// The whole file.
    public byte[] png() {
        return png.clone();
    }

    /// In pixels.
    public int width() {
        return width;
    }

    /// In pixels.
    public int height() {
        return height;
    }
}
