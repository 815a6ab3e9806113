package dev.countersign.doors.letters;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import gg.jte.html.escape.Escape;
import java.text.Bidi;

/// A value inside a sentence that may run in the other direction than the words: an address, a browser's name. As
/// markup it stands in `<bdi>`; as text between the isolates of Unicode UAX #9 §2.4.2, where they make a
/// difference.
///
/// @param mirrored whether the words run from right to left
record Apart(String value, boolean mirrored) implements Content {
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';

    @Override
    public void writeTo(TemplateOutput output) {
        output.writeContent("<bdi>");
        Escape.htmlContent(value, output);
        output.writeContent("</bdi>");
    }

    @Override
    public String toString() {
        boolean needed = mirrored || Bidi.requiresBidi(value.toCharArray(), 0, value.length());
        return needed ? FIRST_STRONG_ISOLATE + value + POP_ISOLATE : value;
    }
}
