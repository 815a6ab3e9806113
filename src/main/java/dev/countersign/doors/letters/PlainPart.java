package dev.countersign.doors.letters;

import dev.countersign.pages.Mail;
import java.util.List;
import java.util.stream.Collectors;

/// The plain part of a mail: the same things below each other, a code and a link each on a line of its own.
final class PlainPart {
    private PlainPart() {}

    static String of(Mail mail) {
        String body = mail.parts().stream().map(PlainPart::of).collect(Collectors.joining("\n\n"));
        String organisation = mail.organisation() == null ? "" : mail.organisation() + "\n";
        return organisation + mail.installation() + "\n\n" + body + "\n\n-- \n" + lines(mail.foot(), "") + "\n";
    }

    private static String of(Mail.Part part) {
        return switch (part) {
            case Mail.Title(Mail.Line line) -> line.text();
            case Mail.Heading(String text) -> text;
            case Mail.Paragraph(Mail.Line line) -> line.text();
            case Mail.Items(List<Mail.Line> lines) -> lines(lines, "* ");
            // In one piece: from right to left, the two halves would change places.
            case Mail.Code(String digits) -> digits;
            case Mail.Facts(List<Mail.Fact> facts) ->
                facts.stream()
                        .map(fact -> fact.label() + ": " + fact.value().text())
                        .collect(Collectors.joining("\n"));
            case Mail.Button(String label, String address, String _) -> label + ":\n" + address;
        };
    }

    private static String lines(List<Mail.Line> lines, String bullet) {
        return lines.stream().map(line -> bullet + line.text()).collect(Collectors.joining("\n"));
    }
}
