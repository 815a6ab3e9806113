package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.OrganisationBodies.BrandRequest;
import dev.countersign.doors.api.OrganisationBodies.LogoAnswer;
import dev.countersign.doors.api.OrganisationBodies.OrganisationAnswer;
import dev.countersign.doors.api.OrganisationBodies.SupportRequest;
import dev.countersign.doors.api.OrganisationBodies.SupportView;
import dev.countersign.journeys.organisation.BrandEdit;
import dev.countersign.journeys.organisation.Branding;
import dev.countersign.journeys.organisation.Memberships;
import dev.countersign.pages.Look;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.people.brand.Accent;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.brand.ContactFields;
import dev.countersign.people.brand.LogoImage;
import dev.countersign.people.brand.LogoOutcome;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.people.organisation.SupportContact;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;

/// How an organisation looks, and whom its members ask.
@ApiDoor
class BrandingApi {
    private static final String ORGANISATION = "/organisations" + ApiDoor.ID;
    private static final String LOGO = ORGANISATION + "/logo";

    private final Memberships memberships;
    private final Branding branding;
    private final OrganisationAnswers answers;
    private final URI baseUrl;

    BrandingApi(Memberships memberships, Branding branding, OrganisationAnswers answers, Installation installation) {
        this.memberships = memberships;
        this.branding = branding;
        this.answers = answers;
        this.baseUrl = installation.baseUrl();
    }

    @GetMapping(ORGANISATION)
    @Scoped(KeyScope.ORGANISATION_READ)
    Answer organisation(ManagingCaller caller, @PathVariable String id) {
        return organisation(caller.by(), id);
    }

    private Answer organisation(Actor by, String id) {
        return answers.answer(
                memberships.organisation(by, id),
                organisation -> answers.answer(
                        branding.read(by, id), standing -> Answer.ok(view(organisation, standing.brand()))));
    }

    @PatchMapping(ORGANISATION)
    Answer change(SessionCaller caller, @PathVariable String id, @Body BrandRequest body) {
        Fields fields = new Fields();
        Accent accent = accent(fields, body.accent());
        SupportRequest support = body.support() == null ? new SupportRequest(null, null, null) : body.support();
        ContactFields typed = new ContactFields(text(support.email()), text(support.phone()), text(support.link()));
        typed.faults().forEach((field, fault) -> fields.wrong("support." + field.word(), fault, sentence(field)));
        fields.done();
        return answers.answer(
                branding.set(
                        caller.session(),
                        id,
                        before -> new BrandEdit(
                                body.name() == null ? before.name() : body.name(),
                                body.accent() == null ? before.accent() : accent,
                                contact(before.support(), support, typed.contact())),
                        caller.origin()),
                _ -> organisation(caller.session(), id));
    }

    private static @Nullable Accent accent(Fields fields, @Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        @Nullable Accent accent = Accent.parse(typed).orElse(null);
        if (accent == null) {
            fields.wrong("accent", "not-a-colour", "Give a colour such as #2A45C6.");
        } else if (!accent.readable()) {
            fields.wrong(
                    "accent",
                    "contrast-too-low",
                    String.format(
                            Locale.ROOT,
                            "White words on %s have a contrast of %.2f to 1; 4.5 is needed. The nearest shade that has"
                                    + " it is %s.",
                            accent.colour().hex(),
                            Math.floor(accent.light().contrast() * 100) / 100,
                            accent.nearest().colour().hex()));
        }
        return accent;
    }

    private static SupportContact contact(SupportContact before, SupportRequest request, SupportContact typed) {
        return new SupportContact(
                request.email() == null ? before.email() : typed.email(),
                request.phone() == null ? before.phone() : typed.phone(),
                request.link() == null ? before.link() : typed.link());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String sentence(ContactFields.Field field) {
        return switch (field) {
            case EMAIL -> "Give an email address.";
            case PHONE -> "Give a phone number of 3 to 15 digits.";
            case LINK -> "Give an address that begins with https:// and has no user name in it.";
        };
    }

    /// The body is the picture. Its `Content-Type` has to be one of the two; what it is, its bytes say.
    @PutMapping(path = LOGO)
    Answer putLogo(SessionCaller caller, @PathVariable String id, HttpServletRequest request) throws IOException {
        RequestBytes.requirePicture(request);
        byte[] upload = RequestBytes.of(request, LogoImage.MOST_BYTES);
        return answers.answer(
                branding.putLogo(caller.session(), id, upload, caller.origin()), outcome -> switch (outcome) {
                    case LogoOutcome.Read read -> logo(caller, id, read);
                    case LogoOutcome.Refused refused ->
                        Answer.problem(Problem.validation(
                                "logo", refused.fault().word(), OrganisationAnswers.sentence(refused.fault())));
                });
    }

    private Answer logo(SessionCaller caller, String id, LogoOutcome.Read read) {
        return answers.answer(
                branding.read(caller.session(), id),
                standing -> Answer.ok(new LogoAnswer(
                        text(address(standing.brand())),
                        read.logo().width(),
                        read.logo().height())));
    }

    @DeleteMapping(LOGO)
    Answer removeLogo(SessionCaller caller, @PathVariable String id) {
        return answers.none(branding.removeLogo(caller.session(), id, caller.origin()));
    }

    @GetMapping(path = LOGO, produces = Answer.PNG)
    @Scoped(KeyScope.ORGANISATION_READ)
    Answer logo(ManagingCaller caller, @PathVariable String id) {
        return answers.answer(
                branding.logo(caller.by(), id),
                picture -> picture.map(png -> Answer.bytes(200, Answer.PNG, png)
                                .with(Map.of("Content-Disposition", "inline; filename=\"logo.png\"")))
                        .orElseGet(() -> Answer.problem(ProblemCode.NOT_FOUND)));
    }

    private OrganisationAnswer view(Organisation it, Brand brand) {
        SupportContact support = brand.support();
        Accent accent = brand.accent();
        return new OrganisationAnswer(
                it.id(),
                it.name(),
                it.createdAt(),
                accent == null ? null : accent.colour().hex(),
                address(brand),
                new SupportView(support.email(), support.phone(), support.link()),
                it.eraseAt());
    }

    private @Nullable String address(Brand brand) {
        return brand.logo() == null ? null : baseUrl + Look.logo(brand.logo());
    }
}
