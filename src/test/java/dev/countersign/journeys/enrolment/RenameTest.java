package dev.countersign.journeys.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.util.List;

class RenameTest {

    @EachDatabase
    void factorWhenRenamedThenItHasTheNameUnlessItCannotBeShownOrIsAnothers(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        var session = person.signIn().session();
        String id =
                journeys.rooms.factors().list(person.account.id()).getFirst().id();

        assertThat(journeys.enrolments.rename(session, id, "  Old phone \uD83D\uDCF1 "))
                .isTrue();
        for (String label :
                List.of("", "  ", "\u200b", "a\nb", "a\u0000", "a\u202eb", "a\u2067b", "a\ud800", "x".repeat(41))) {
            assertThat(journeys.enrolments.rename(session, id, label)).isFalse();
        }
        assertThat(journeys.enrolments.rename(journeys.person().signIn().session(), id, "Mine"))
                .isFalse();
        assertThat(journeys.rooms.factors().list(person.account.id()).getFirst().label())
                .isEqualTo("Old phone \uD83D\uDCF1");
    }
}
