package dev.countersign.people.brand;

/// A colour in OKLCH (CSS Color 4 §8.4), where one hue stays the same hue when it becomes lighter or darker.
///
/// @param lightness 0 to 1
/// @param chroma how colourful, 0 for grey
/// @param hue in radians
record Shade(double lightness, double chroma, double hue) {
    private static final double EXACT = 1e-4;
    private static final double ROUNDING = 5e-4;

    static Shade of(Colour colour) {
        double r = Colour.linear(colour.rgb() >> 16);
        double g = Colour.linear(colour.rgb() >> 8);
        double b = Colour.linear(colour.rgb());
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        double lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
        double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        double bb = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        return new Shade(lightness, Math.hypot(a, bb), Math.atan2(bb, a));
    }

    Shade lighter(double by) {
        return at(lightness + by);
    }

    Shade at(double otherLightness) {
        return new Shade(Math.clamp(otherLightness, 0, 1), chroma, hue);
    }

    /// No more colourful than that.
    Shade muted(double most) {
        return new Shade(lightness, Math.min(chroma, most), hue);
    }

    /// As a colour that screens can show: as colourful as this lightness and hue allow.
    Colour colour() {
        double least = 0;
        double most = chroma;
        if (shown(most)) {
            return rounded(most);
        }
        while (most - least > EXACT) {
            double middle = (least + most) / 2;
            if (shown(middle)) {
                least = middle;
            } else {
                most = middle;
            }
        }
        return rounded(least);
    }

    private boolean shown(double c) {
        for (double channel : linear(c)) {
            if (channel < -ROUNDING || channel > 1 + ROUNDING) {
                return false;
            }
        }
        return true;
    }

    private Colour rounded(double c) {
        int rgb = 0;
        for (double channel : linear(c)) {
            double clamped = Math.clamp(channel, 0, 1);
            double encoded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * Math.pow(clamped, 1 / 2.4) - 0.055;
            rgb = rgb << 8 | (int) Math.round(encoded * 255);
        }
        return new Colour(rgb);
    }

    private double[] linear(double c) {
        double a = c * Math.cos(hue);
        double bb = c * Math.sin(hue);
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * bb);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * bb);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * bb);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static double cube(double x) {
        return x * x * x;
    }
}
