package dev.countersign.journeys.recovery;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.recovery.StartRecoveryOutcome.LinkSent;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.WaitingRecoveries.Waiting;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.rules.policy.Policy.Recovery;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.Journeys.Person;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/// Somebody with an authenticator app who has lost it, and the steps of their recovery.
final class LostPhone {
    static final Duration WAIT = Duration.ofHours(72);
    static final UnaryOperator<PolicyBuilder> ALLOWED = p -> p.recovery(Recovery.WAIT);

    private LostPhone() {}

    static Waiting begun(Journeys journeys, Person person) {
        Waiting waiting = journeys.recoveries
                .begin(link(journeys, person), HOME)
                .orElseThrow(() -> new AssertionError("no recovery began"));
        journeys.sent();
        return waiting;
    }

    /// The link of a mail that the person asked for at their second step.
    static String link(Journeys journeys, Person person) {
        Challenged challenged = person.challenged();
        journeys.sent();
        as(LinkSent.class, start(journeys, person, challenged));
        return token(only(journeys.sent(), MessageKind.RECOVERY_LINK));
    }

    static StartRecoveryOutcome start(Journeys journeys, Person person, Challenged challenged) {
        return journeys.recoveries.start(challenged.token().text(), person.device, HOME);
    }

    static RecoveryStanding standing(Journeys journeys, Person person, Challenged challenged) {
        return journeys.recoveries.standing(challenged.token().text(), person.device);
    }

    static FinishRecoveryOutcome finish(Journeys journeys, Person person, Challenged challenged) {
        return journeys.recoveries.finish(challenged.token().text(), person.device, HOME);
    }

    static Person enrolled(Journeys journeys) {
        Person person = journeys.confirmed("en", "UTC");
        person.enrol(as(SignedIn.class, person.arrive()));
        person.device = null;
        journeys.clock.advance(Duration.ofSeconds(30));
        journeys.sent();
        return person;
    }

    static Message only(List<Message> mails, MessageKind kind) {
        assertThat(mails).singleElement().extracting(Message::kind).isEqualTo(kind);
        return mails.getFirst();
    }

    static String token(Message mail) {
        return mail.fields().get("link").replaceFirst(".*/", "");
    }
}
