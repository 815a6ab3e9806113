package dev.countersign.pages;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/// A line of a table that spreadsheets open. RFC 4180 §2: "Fields containing line breaks (CRLF), double quotes, and
/// commas should be enclosed in double-quotes", and a quote is doubled; here every field is. A field that a
/// spreadsheet would take for a formula gets an apostrophe before it, which makes it text: names and browsers come
/// from outside.
public final class CsvLine {
    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private CsvLine() {}

    /// Writes the fields as one line.
    public static void write(Writer to, List<String> fields) throws IOException {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                to.write(',');
            }
            write(to, fields.get(i));
        }
        to.write("\r\n");
    }

    private static void write(Writer to, String field) throws IOException {
        to.write('"');
        String start = field.stripLeading();
        if (!field.isEmpty() && (isFormula(field) || (!start.isEmpty() && isFormula(start)))) {
            to.write('\'');
        }
        to.write(field.replace("\"", "\"\"").replace("\u0000", ""));
        to.write('"');
    }

    private static boolean isFormula(String field) {
        return FORMULA.indexOf(field.charAt(0)) >= 0;
    }
}
