package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.BrandEdit;
import dev.countersign.journeys.organisation.Branding;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Look;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Words;
import dev.countersign.people.brand.Accent;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.brand.ContactFields;
import dev.countersign.people.brand.LogoOutcome;
import dev.countersign.people.organisation.SupportContact;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;

/// `/organisation/branding`: name, colour, support contact and logo of an organisation. Owners change them, admins
/// look.
@Controller
final class BrandingPage {
    static final String PATH = "/organisation/branding";
    private static final String ACCENT = "accent";
    private static final String LOGO = "logo";
    private static final List<String> FIELDS = List.of("title", ACCENT, "supportEmail", "supportPhone", "supportLink");

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final Branding branding;
    private final StepUps stepUps;

    BrandingPage(Pages pages, Places places, Organising organising, Branding branding, StepUps stepUps) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.branding = branding;
        this.stepUps = stepUps;
    }

    /// Filled with what was typed where somebody comes back from proving that it is them, and else with the brand as
    /// it is.
    @GetMapping(PATH)
    View form(SignedIn visit) {
        Browser browser = visit.browser();
        boolean typed = !browser.field("title").isEmpty();
        return show(visit, places.here(visit), typed ? Optional.of(typed(browser)) : Optional.empty(), 200);
    }

    private View show(SignedIn visit, String organisation, Optional<Form> typed, int status) {
        return organising.view(
                visit,
                branding.read(visit.session(), organisation),
                PATH,
                standing -> pages.show(
                                visit,
                                "organisation/branding",
                                Map.of(
                                        "form", typed.orElseGet(() -> form(standing.brand())),
                                        "notice", Settings.notice(visit),
                                        "changeable", standing.changeable(),
                                        "fresh", stepUps.fresh(visit.session()),
                                        "accent",
                                                Optional.ofNullable(
                                                        standing.brand().accent()),
                                        "nearest", typed.flatMap(BrandingPage::nearest),
                                        "logo",
                                                Optional.ofNullable(
                                                                standing.brand().logo())
                                                        .map(Look::logo)))
                        .status(status),
                _ -> new SeeOther(Organising.USERS));
    }

    private static Form form(Brand brand) {
        SupportContact support = brand.support();
        Accent accent = brand.accent();
        return Form.EMPTY
                .with("title", brand.name())
                .with(ACCENT, accent == null ? "" : accent.colour().hex())
                .with("supportEmail", text(support.email()))
                .with("supportPhone", text(support.phone()))
                .with("supportLink", text(support.link()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static Form typed(Browser browser) {
        Form form = Form.EMPTY;
        for (String field : FIELDS) {
            form = form.with(field, browser.field(field).strip());
        }
        return form;
    }

    /// The shade that would do where the one that was typed does not.
    private static Optional<Accent> nearest(Form form) {
        return Accent.parse(form.value(ACCENT))
                .filter(accent -> !accent.readable())
                .map(Accent::nearest);
    }

    @PostMapping(PATH)
    View save(SignedIn visit) {
        String organisation = places.here(visit);
        Words words = visit.browser().words();
        Form typed = typed(visit.browser());
        Optional<Accent> accent = Accent.parse(typed.value(ACCENT));
        ContactFields contact = contact(typed);
        Form checked = checked(words, typed, accent, contact);
        if (checked.hasErrors()) {
            return show(visit, organisation, Optional.of(checked), 422);
        }
        return organising.view(
                visit,
                branding.set(
                        visit.session(),
                        organisation,
                        _ -> new BrandEdit(typed.value("title"), accent.orElse(null), contact.contact()),
                        visit.browser().origin()),
                again(typed, organisation),
                _ -> Settings.done(PATH, Notice.BRAND_SAVED),
                said -> show(visit, organisation, Optional.of(typed.wrong("title", said)), 422));
    }

    private static ContactFields contact(Form form) {
        return new ContactFields(form.value("supportEmail"), form.value("supportPhone"), form.value("supportLink"));
    }

    private static Form checked(Words words, Form form, Optional<Accent> accent, ContactFields contact) {
        Form checked = form;
        if (accent.isEmpty() && !form.value(ACCENT).isEmpty()) {
            checked = checked.wrong(ACCENT, words.say("branding.accent.not-a-colour"));
        }
        if (accent.isPresent() && !accent.get().readable()) {
            checked = checked.wrong(ACCENT, words.say("branding.accent.too-light", "ratio", ratio(accent.get())));
        }
        for (var fault : contact.faults().entrySet()) {
            String field = switch (fault.getKey()) {
                case EMAIL -> "supportEmail";
                case PHONE -> "supportPhone";
                case LINK -> "supportLink";
            };
            checked = checked.wrong(field, words.say("branding." + fault.getValue()));
        }
        return checked;
    }

    /// The lower one of the two themes, cut off rather than rounded up to what would do.
    private static double ratio(Accent accent) {
        double lowest = Math.min(accent.light().contrast(), accent.dark().contrast());
        return Math.floor(lowest * 100) / 100;
    }

    /// The page with all that was typed, for after the proof.
    private static String again(Form form, String organisation) {
        return FIELDS.stream()
                .map(field -> field + "=" + SeeOther.encoded(form.value(field)))
                .collect(Collectors.joining("&", PATH + "?organisation=" + organisation + "&", ""));
    }

    /// Takes a new logo, or removes the one that is there.
    @PostMapping(PATH + "/" + LOGO)
    View logo(SignedIn visit, @RequestParam(name = LOGO, required = false) @Nullable MultipartFile file)
            throws IOException {
        String organisation = places.here(visit);
        if (visit.browser().ticked("remove")) {
            return organising.view(
                    visit,
                    branding.removeLogo(
                            visit.session(), organisation, visit.browser().origin()),
                    PATH,
                    _ -> Settings.done(PATH, Notice.LOGO_REMOVED),
                    _ -> new SeeOther(PATH));
        }
        byte[] upload = file == null ? new byte[0] : file.getBytes();
        return organising.view(
                visit,
                branding.putLogo(
                        visit.session(), organisation, upload, visit.browser().origin()),
                PATH,
                outcome -> switch (outcome) {
                    case LogoOutcome.Read ignored -> Settings.done(PATH, Notice.LOGO_SAVED);
                    case LogoOutcome.Refused refused ->
                        wrong(visit, organisation, refused.fault().word());
                },
                _ -> new SeeOther(PATH));
    }

    /// Whether that request brings a logo, as it came to the server.
    static boolean takesLogo(HttpServletRequest request) {
        Object address = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return (PATH + "/" + LOGO).equals(address == null ? request.getRequestURI() : address);
    }

    private View wrong(SignedIn visit, String organisation, String fault) {
        String sentence = visit.browser().words().say("branding.logo." + fault);
        return organising.view(
                visit,
                branding.read(visit.session(), organisation),
                PATH,
                standing -> show(
                        visit, organisation, Optional.of(form(standing.brand()).wrong(LOGO, sentence)), 422),
                _ -> new SeeOther(PATH));
    }
}
