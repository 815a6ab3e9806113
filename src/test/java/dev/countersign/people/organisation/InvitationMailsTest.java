package dev.countersign.people.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.store.Db;
import dev.countersign.ground.throttle.Throttle;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class InvitationMailsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @EachDatabase
    void mailsWhenSixtyAreAskedForAtOnceThenFiftyGo(Databases databases) {
        Db db = databases.fresh();
        InvitationMails mails = new InvitationMails(new Throttle(db));

        List<Optional<Instant>> answers = AtOnce.run(60, _ -> db.inTransaction(() -> mails.count("herons", NOON)));

        assertThat(answers.stream().filter(Optional::isEmpty)).hasSize(InvitationMails.A_DAY);
        assertThat(answers.stream().flatMap(Optional::stream)).containsOnly(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @EachDatabase
    void mailsWhenTheDayIsOverOrOfAnotherOrganisationThenGo(Databases databases) {
        Db db = databases.fresh();
        InvitationMails mails = new InvitationMails(new Throttle(db));
        for (int i = 0; i < InvitationMails.A_DAY; i++) {
            assertThat(mails.count("herons", NOON)).isEmpty();
        }

        assertThat(mails.count("herons", NOON.plus(Duration.ofHours(11)))).isPresent();
        assertThat(mails.count("egrets", NOON)).isEmpty();
        assertThat(mails.count("herons", NOON.plus(Duration.ofHours(12)))).isEmpty();
    }
}
