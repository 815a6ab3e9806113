package dev.countersign.pages;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import gg.jte.html.escape.Escape;
import java.time.Instant;

/// A point in time as a page shows it: a `<time>` element with words for people and the instant for programs. It
/// may stand alone or as an argument of a `rich` sentence.
///
/// @param at the instant
/// @param text the words: "2 days ago"
/// @param whole the day and the time in the person's zone, for the title
public record Moment(Instant at, String text, String whole) implements Content {

    @Override
    public void writeTo(TemplateOutput output) {
        output.writeContent("<time datetime=\"" + at + "\" title=\"");
        Escape.htmlAttribute(whole, output);
        output.writeContent("\">");
        Escape.htmlContent(text, output);
        output.writeContent("</time>");
    }
}
