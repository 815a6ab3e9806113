package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.AuditKind;
import dev.countersign.ground.audit.AuditPlace;
import dev.countersign.pages.EventFile;
import dev.countersign.pages.Languages;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class AuditLogsTest {
    private static AuditLogs logs(House house) {
        return new AuditLogs(house.journeys.rooms, house.journeys.stepUps);
    }

    private static void record(House house, AuditEvent event) {
        house.journeys.clock.advance(Duration.ofMillis(7));
        house.journeys.rooms.audit().record(event, HOME, house.journeys.clock.instant());
    }

    private static List<LoggedEvent> all(House house, AuditFilter filter) {
        return done(logs(house).list(house.of(house.owner), house.id, filter, null, 200));
    }

    private static List<String> sessions(List<LoggedEvent> events) {
        return events.stream()
                .map(event -> String.valueOf(event.entry().data().get("sessionId")))
                .toList();
    }

    private static AuditFilter signedOut() {
        return new AuditFilter(Set.of("signed-out"), null, null, null);
    }

    @EachDatabase
    void logWhenAccountsComeAndGoThenHasTheirEventsOnlyWhileManaged(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House other = House.in(house.journeys);
        Journeys.Person jonas = house.member(Role.MEMBER);
        Journeys.Person guest = other.member(Role.MEMBER);
        String id = jonas.account.id();
        String guestId = guest.account.id();
        var organisations = house.journeys.rooms.organisations();
        organisations.join(guestId, house.id, Role.MEMBER, false, house.journeys.clock.instant());

        record(house, new AuditEvent.SignedOut(id, "managed"));
        record(house, new AuditEvent.SignedOut(guestId, "managed-elsewhere"));
        record(house, new AuditEvent.RoleChanged(guestId, house.owner.account.id(), house.id, "member", "admin"));
        assertThat(sessions(all(house, signedOut()))).containsExactly("managed");
        assertThat(sessions(all(other, signedOut()))).containsExactly("managed-elsewhere");
        AuditFilter role = new AuditFilter(Set.of("role-changed"), null, null, null);
        assertThat(all(house, role)).hasSize(1);
        assertThat(all(other, role)).isEmpty();

        organisations.manageBy(guestId, house.id);
        record(house, new AuditEvent.SignedOut(guestId, "managed-now"));
        organisations.remove(id, house.id);
        record(house, new AuditEvent.SignedOut(id, "left"));
        assertThat(sessions(all(house, signedOut()))).containsExactly("managed-now", "managed");
        assertThat(sessions(all(other, signedOut()))).containsExactly("managed-elsewhere");
    }

    @EachDatabase
    void logWhenAskedForByAMemberOrAStrangerThenIsNotGiven(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House other = House.in(house.journeys);
        Journeys.Person member = house.member(Role.MEMBER);
        AuditLogs logs = logs(house);

        refused(logs.list(house.of(member), house.id, AuditFilter.ALL, null, 10), WhyNot.NOT_ALLOWED);
        refused(logs.list(other.of(other.owner), house.id, AuditFilter.ALL, null, 10), WhyNot.NOT_THERE);
        refused(logs.export(house.of(member), house.id, AuditFilter.ALL, "csv", HOME), WhyNot.NOT_ALLOWED);
        refused(logs.export(other.of(other.owner), house.id, AuditFilter.ALL, "csv", HOME), WhyNot.NOT_THERE);
        assertThat(done(logs.person(house.of(house.owner), house.id, other.owner.account.id())))
                .as("the name of somebody whom this log knows nothing of")
                .isEmpty();
    }

    @EachDatabase
    void logWhenFilteredThenHasWhatWasDoneByOrToThePersonInThatTime(Databases databases) {
        House house = House.in(Journeys.on(databases));
        String owner = house.owner.account.id();
        String jonas = house.member(Role.MEMBER).account.id();
        String amina = house.member(Role.MEMBER).account.id();
        house.journeys.clock.advance(Duration.ofDays(1));
        // The owner signs in first, and is fresh for the rest.
        house.of(house.owner);
        house.journeys.clock.advance(Duration.ofMillis(1));
        Instant begin = house.journeys.clock.instant();
        record(house, new AuditEvent.SignedOut(jonas, "1"));
        record(house, new AuditEvent.MemberUnlocked(jonas, owner, house.id));
        record(house, new AuditEvent.SignedOut(amina, "2"));
        record(house, new AuditEvent.MemberUnlocked(amina, owner, house.id));
        record(house, new AuditEvent.PolicyChanged(owner, house.id, List.of(), 0));
        Instant end = house.journeys.clock.instant();
        record(house, new AuditEvent.SignedOut(jonas, "3"));

        assertThat(types(house, new AuditFilter(Set.of(), jonas, begin, null)))
                .containsExactly("signed-out", "member-unlocked", "signed-out");
        assertThat(types(house, new AuditFilter(Set.of(), owner, begin, null)))
                .containsExactly("policy-changed", "member-unlocked", "member-unlocked");
        assertThat(types(house, new AuditFilter(AuditKind.RESCUE.types(), null, begin, null)))
                .containsExactly("member-unlocked", "member-unlocked");
        assertThat(types(house, new AuditFilter(Set.of("signed-out", "policy-changed"), null, begin, end)))
                .containsExactly("signed-out", "signed-out");
        assertThat(types(house, new AuditFilter(Set.of("signed-out"), jonas, begin, end)))
                .containsExactly("signed-out");
        assertThat(types(house, new AuditFilter(Set.of(), null, end, null)))
                .as("from is in it, until is not")
                .containsExactly("signed-out", "policy-changed");
    }

    private static List<String> types(House house, AuditFilter filter) {
        return all(house, filter).stream().map(event -> event.entry().type()).toList();
    }

    @EachDatabase
    void logWhenPagedWhileEventsArriveThenEachComesOnce(Databases databases) {
        House house = House.in(Journeys.on(databases));
        String jonas = house.member(Role.MEMBER).account.id();
        for (int i = 0; i < 25; i++) {
            record(house, new AuditEvent.SignedOut(jonas, "s" + i));
            record(house, new AuditEvent.MemberUnlocked(jonas, house.owner.account.id(), house.id));
        }
        AuditFilter both = new AuditFilter(Set.of("signed-out", "member-unlocked"), null, null, null);
        List<LoggedEvent> expected = all(house, both);

        List<LoggedEvent> read = new ArrayList<>();
        List<LoggedEvent> page;
        do {
            AuditPlace after =
                    read.isEmpty() ? null : AuditPlace.of(read.getLast().entry());
            page = done(logs(house).list(house.of(house.owner), house.id, both, after, 7));
            read.addAll(page);
            record(house, new AuditEvent.SignedOut(jonas, "new"));
        } while (!page.isEmpty());
        assertThat(read).isEqualTo(expected).hasSize(50);
    }

    @EachDatabase
    void exportWhenReadWholeThenIsSafeForSpreadsheetsAndGoesOnRecord(Databases databases) throws IOException {
        House house = House.in(Journeys.on(databases));
        Journeys.Person jonas = house.member(Role.MEMBER);
        house.journeys.db.inTransaction(() -> house.journeys
                .db
                .sql()
                .sql("update account set name = ? where id = ?")
                .params("=HYPERLINK(\"http://evil\",\"x\")", jonas.account.id())
                .update());
        for (int i = 0; i < 1_100; i++) {
            record(house, new AuditEvent.SignedOut(jonas.account.id(), "s" + i));
        }

        AuditExport csv = export(house, signedOut(), "csv").orElseThrow();
        record(house, new AuditEvent.SignedOut(jonas.account.id(), "-1+1"));
        String text = written(csv, EventFile.CSV);
        String[] lines = text.split("\r\n", -1);
        assertThat(lines).hasSize(1_103);
        assertThat(lines[0]).startsWith("\"at\",\"type\",\"sentence\",\"actor\"");
        assertThat(lines[1])
                .contains("\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"")
                .contains("-1+1");
        assertThat(text).doesNotContain(",\"=", ",\"+", ",\"-", ",\"@");
        String ndjson = written(export(house, signedOut(), "ndjson").orElseThrow(), EventFile.NDJSON);
        assertThat(ndjson.lines()).hasSize(1_101).allMatch(line -> line.startsWith("{\"id\":\"") && line.endsWith("}"));
        assertThat(types(house, new AuditFilter(Set.of("audit-exported"), null, null, null)))
                .hasSize(2);
    }

    private static Optional<AuditExport> export(House house, AuditFilter filter, String format) {
        return done(logs(house).export(house.of(house.owner), house.id, filter, format, HOME));
    }

    private static String written(AuditExport export, EventFile form) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        form.write(export, bytes, new Languages(false).english());
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @EachDatabase
    void exportWhenItBreaksOffThenLeavesItsPlaceAndWhoeverIsNoAdminAnyMoreReadsNoFurther(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person admin = house.member(Role.ADMIN);
        for (int i = 0; i < 600; i++) {
            record(house, new AuditEvent.SignedOut(admin.account.id(), "s" + i));
        }
        AuditLogs logs = logs(house);
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        };
        for (int i = 0; i < 20; i++) {
            AuditExport export = done(logs.export(house.of(admin), house.id, AuditFilter.ALL, "csv", HOME))
                    .orElseThrow();
            assertThatThrownBy(() -> EventFile.CSV.write(export, gone, new Languages(false).english()))
                    .isInstanceOf(IOException.class);
        }
        List<AuditExport> held = new ArrayList<>();
        Optional<AuditExport> next = done(logs.export(house.of(admin), house.id, AuditFilter.ALL, "csv", HOME));
        while (next.isPresent()) {
            held.add(next.get());
            next = done(logs.export(house.of(admin), house.id, AuditFilter.ALL, "csv", HOME));
        }
        assertThat(held).hasSize(2);
        House other = House.in(house.journeys);
        try (AuditExport theirs = done(logs.export(other.of(other.owner), other.id, AuditFilter.ALL, "csv", HOME))
                .orElseThrow()) {
            assertThat(theirs.next()).as("nobody else is held up").isNotEmpty();
        }
        AuditExport first = held.getFirst();
        assertThat(first.next()).hasSize(500);
        house.journeys
                .rooms
                .organisations()
                .changeRole(admin.account.id(), house.id, Role.MEMBER, house.journeys.clock.instant());
        assertThatThrownBy(first::next).isInstanceOf(IllegalStateException.class);
        first.close();
        first.close();
        assertThat(done(logs.export(house.of(house.owner), house.id, AuditFilter.ALL, "csv", HOME)))
                .isPresent();
        assertThat(done(logs.export(house.of(house.owner), house.id, AuditFilter.ALL, "csv", HOME)))
                .as("what is closed twice gives back one place")
                .isEmpty();
    }
}
