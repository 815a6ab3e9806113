package dev.countersign.pages;

import dev.countersign.people.brand.Accent;
import gg.jte.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A mail before it is laid out: what its template is given, and what its plain part is made of. Every sentence is
/// there as markup and as text, so that both parts say the same.
///
/// @param installation who writes, as the brand above the mail
/// @param organisation the one that manages the account it is for, or null: its name stands above the mail too. Its
///     logo does not: a mail loads nothing
/// @param accent the colour of the button, or null for this server's own
/// @param foot why this mail came, and whom to ask, in small print
public record Mail(
        Words words,
        String subject,
        String installation,
        @Nullable String organisation,
        @Nullable Accent accent,
        List<Part> parts,
        List<Line> foot) {
    public Mail {
        parts = List.copyOf(parts);
        foot = List.copyOf(foot);
    }

    /// The colour of the button in a light mail.
    public String button() {
        return accent == null ? "#2A45C6" : accent.light().accent().hex();
    }

    /// The colours of the button in a dark mail, as CSS.
    public String darkButton() {
        return accent == null
                ? "background-color: #93A9FF !important; color: #0A1030 !important;"
                : "background-color: " + accent.dark().accent().hex() + " !important; color: "
                        + accent.dark().onAccent().hex() + " !important;";
    }

    /// A sentence.
    ///
    /// @param html with what people typed escaped and set apart from the direction of the words
    public record Line(Content html, String text) {}

    /// One thing below the other.
    public sealed interface Part {}

    /// What happened, once, at the top.
    public record Title(Line line) implements Part {}

    /// What a new thought begins with.
    public record Heading(String text) implements Part {}

    /// A sentence or several.
    public record Paragraph(Line line) implements Part {}

    /// Several things that happened.
    public record Items(List<Line> lines) implements Part {}

    /// A code to be typed, six digits.
    public record Code(String digits) implements Part {
        /// Where the eye takes a breath.
        private static final int HALF = 3;

        /// The digits in groups. A copy of them all is the code without a blank.
        public List<String> groups() {
            return digits.length() <= HALF
                    ? List.of(digits)
                    : List.of(digits.substring(0, HALF), digits.substring(HALF));
        }
    }

    /// When, with which browser, from where.
    public record Facts(List<Fact> facts) implements Part {}

    /// One of them.
    public record Fact(String label, Line value) {}

    /// The one thing to press.
    ///
    /// @param copy leads to the whole address, for whoever does not press what comes by mail
    public record Button(String label, String address, String copy) implements Part {}
}
