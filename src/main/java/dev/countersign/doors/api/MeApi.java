package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.MeBodies.Me;
import dev.countersign.doors.api.MeBodies.OrganisationView;
import dev.countersign.doors.api.MeBodies.ProfileRequest;
import dev.countersign.doors.api.MeBodies.TwoStepView;
import dev.countersign.journeys.signin.Presence.Present;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.journeys.signup.PersonName;
import dev.countersign.people.account.Account;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;

/// The account itself.
@ApiDoor
class MeApi {
    private final Visits visits;

    MeApi(Visits visits) {
        this.visits = visits;
    }

    @GetMapping("/me")
    Answer me(SessionCaller caller) {
        return Answer.ok(me(caller.presence(), caller.account()));
    }

    @PatchMapping("/me")
    Answer change(SessionCaller caller, @Body ProfileRequest body) {
        Account account = caller.account();
        Fields fields = new Fields();
        String name = Objects.requireNonNullElse(name(fields, body.name()), account.name());
        String locale = Objects.requireNonNullElse(locale(fields, body.locale()), account.locale());
        String zone = Objects.requireNonNullElse(zone(fields, body.timeZone()), account.timeZone());
        fields.done();
        visits.changeProfile(caller.session(), name, locale, zone, caller.origin());
        Account changed = new Account(
                account.id(),
                account.email(),
                name,
                locale,
                zone,
                account.epoch(),
                account.operator(),
                account.createdAt(),
                account.suspendedAt(),
                account.eraseAt());
        return Answer.ok(me(caller.presence(), changed));
    }

    private Me me(Present present, Account account) {
        String id = account.id();
        List<OrganisationView> memberships =
                present.memberships().stream().map(Views::organisation).toList();
        List<String> types = present.factors().stream()
                .map(factor -> factor.type().word())
                .distinct()
                .toList();
        TwoStepView twoStep = new TwoStepView(
                present.enrolled(),
                types,
                present.backupCodesLeft(),
                Views.owed(present.owes()),
                present.skippableUntil());
        return new Me(
                id,
                account.email(),
                account.name(),
                account.locale(),
                account.timeZone(),
                account.operator(),
                account.createdAt(),
                memberships,
                Views.policy(present.policy()),
                twoStep,
                account.eraseAt());
    }

    private static @Nullable String name(Fields fields, @Nullable String typed) {
        String text = fields.optional("name", typed);
        if (text == null) {
            return null;
        }
        Optional<String> name = PersonName.of(text);
        if (name.isEmpty()) {
            fields.wrong("name", text.isBlank() ? "missing" : "not-a-name", Flaws.sentence("not-a-name"));
        }
        return name.orElse(null);
    }

    static @Nullable String locale(Fields fields, @Nullable String tag) {
        if (tag == null) {
            return null;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (!locale.getLanguage().isEmpty() && tag.length() <= 35) {
                return locale.toLanguageTag();
            }
        } catch (IllformedLocaleException e) {
            return wrongTag(fields);
        }
        return wrongTag(fields);
    }

    private static @Nullable String wrongTag(Fields fields) {
        fields.wrong("locale", "unknown", "Give a BCP 47 language tag, such as en or es-MX.");
        return null;
    }

    private static @Nullable String zone(Fields fields, @Nullable String name) {
        if (name != null && !ZoneId.getAvailableZoneIds().contains(name)) {
            fields.wrong("timeZone", "unknown", "Give an IANA time zone, such as Europe/Lisbon.");
            return null;
        }
        return name;
    }
}
