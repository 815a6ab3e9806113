package dev.countersign.doors.cli;

import dev.countersign.factors.factor.Factor;
import dev.countersign.people.account.Account;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// One line of the list of accounts.
record AccountRow(String id, String email, String name, boolean operator, boolean twoStep, Instant createdAt) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static AccountRow of(Account account, List<Factor> factors) {
        boolean twoStep = factors.stream().anyMatch(factor -> factor.type().countsAsEnrolment());
        return new AccountRow(
                account.id(), account.email(), account.name(), account.operator(), twoStep, account.createdAt());
    }

    static Stream<String> jsonLines(List<AccountRow> rows) {
        return rows.stream().map(JSON::writeValueAsString);
    }

    static Stream<String> table(List<AccountRow> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("EMAIL", "NAME", "TWO-STEP", "CREATED", ""));
        rows.forEach(row -> cells.add(row.cells()));
        int[] widths = new int[5];
        for (List<String> line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return cells.stream().map(line -> padded(line, widths));
    }

    private List<String> cells() {
        return List.of(
                OperatorCommands.plain(email),
                OperatorCommands.plain(name),
                twoStep ? "on" : "off",
                time(createdAt),
                operator ? "operator" : "");
    }

    private static String padded(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            text.append(line.get(i)).repeat(" ", widths[i] - line.get(i).length() + 2);
        }
        return text.toString().stripTrailing();
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
