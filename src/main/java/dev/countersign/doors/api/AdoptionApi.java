package dev.countersign.doors.api;

import dev.countersign.doors.api.AdoptionBodies.AdoptionView;
import dev.countersign.doors.api.AdoptionBodies.AttentionView;
import dev.countersign.doors.api.AdoptionBodies.DayView;
import dev.countersign.doors.api.AdoptionBodies.RemindedAnswer;
import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.organisation.Adoption;
import dev.countersign.journeys.organisation.Adoptions;
import dev.countersign.journeys.organisation.Reminders;
import dev.countersign.people.apikey.KeyScope;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// How far an organisation has come with two-step sign-in.
@ApiDoor
class AdoptionApi {
    private static final String ADOPTION = "/organisations" + ApiDoor.ID + "/adoption";
    private static final int USUAL = 90;
    private static final int DATE = 10;

    private final Adoptions adoptions;
    private final Reminders reminders;
    private final OrganisationAnswers answers;

    AdoptionApi(Adoptions adoptions, Reminders reminders, OrganisationAnswers answers) {
        this.adoptions = adoptions;
        this.reminders = reminders;
        this.answers = answers;
    }

    @GetMapping(ADOPTION)
    @Scoped(KeyScope.ORGANISATION_READ)
    Answer adoption(
            ManagingCaller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        Fields fields = new Fields();
        LocalDate last = day(fields, "to", to, adoptions.today());
        LocalDate first = day(fields, "from", from, last.minusDays(USUAL - 1L));
        if (first.isAfter(last) || first.isBefore(last.minusDays(Adoptions.LONGEST))) {
            fields.wrong("from", "out-of-range", "Give a day before the last, by " + Adoptions.LONGEST + " at most.");
        }
        fields.done();
        return answers.answer(adoptions.look(caller.by(), id, first, last), it -> Answer.ok(view(it)));
    }

    @PostMapping(ADOPTION + "/remind")
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer remind(ManagingCaller caller, @PathVariable String id, @Body(optional = true) EmptyRequest body) {
        return answers.answer(
                reminders.remindAll(caller.by(), id, caller.origin()),
                it -> Answer.ok(new RemindedAnswer(it.count(), it.more())));
    }

    private static LocalDate day(Fields fields, String name, @Nullable String text, LocalDate unset) {
        if (text == null) {
            return unset;
        }
        try {
            if (text.length() == DATE) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            fields.wrong(name, "not-a-day", "Give a day like 2026-11-26.");
            return unset;
        }
        fields.wrong(name, "not-a-day", "Give a day like 2026-11-26.");
        return unset;
    }

    private static AdoptionView view(Adoption adoption) {
        Map<String, Integer> factors = new LinkedHashMap<>();
        for (FactorType type : FactorType.values()) {
            if (type.countsAsEnrolment()) {
                factors.put(type.word(), adoption.factors().getOrDefault(type, 0));
            }
        }
        Adoption.Counts now = adoption.now();
        return new AdoptionView(
                adoption.series().stream()
                        .map(each -> new DayView(each.day().toString(), each.members(), each.enrolled()))
                        .toList(),
                factors,
                new AttentionView(now.notSetUp(), now.mustReplace(), now.noWayBack(), now.codesLow(), now.locked()));
    }
}
