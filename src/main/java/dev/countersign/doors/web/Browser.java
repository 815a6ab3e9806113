package dev.countersign.doors.web;

import dev.countersign.ground.audit.Network;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.pages.Languages;
import dev.countersign.pages.Words;
import dev.countersign.people.account.Account;
import dev.countersign.people.brand.Accent;
import dev.countersign.rules.device.BrowserName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.DeferredCsrfToken;

/// The browser at the other end of one request: its form, its cookies, its language and where it is. It says
/// nothing about who is in front of it.
final class Browser {
    private static final Set<String> THEMES = Set.of("light", "dark");

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Cookies cookies;
    private final Languages languages;
    private List<String> sessions;
    private @Nullable String accountLocale;
    private @Nullable String accountId;
    private @Nullable Accent worn;
    private @Nullable String helped;

    Browser(HttpServletRequest request, HttpServletResponse response, Cookies cookies, Languages languages) {
        this.request = request;
        this.response = response;
        this.cookies = cookies;
        this.languages = languages;
        this.sessions = cookies.sessions(request);
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    Origin origin() {
        String name = BrowserName.of(
                request.getHeader("User-Agent"),
                request.getHeader("Sec-CH-UA"),
                request.getHeader("Sec-CH-UA-Platform"));
        return new Origin(Network.of(request.getRemoteAddr()), name);
    }

    /// What a field of the form holds, empty where it is missing.
    String field(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    /// Whether a box of the form is ticked.
    boolean ticked(String name) {
        return field(name).equals("1");
    }

    /// Where the person wants to go in the end, as the form or the address says.
    Optional<ReturnPath> onward() {
        try {
            return ReturnPath.of(request.getParameter("return"));
        } catch (IllegalStateException unreadable) {
            // A form that is too large has no fields; the page that says so is shown all the same.
            return Optional.empty();
        }
    }

    /// Goes to one of our pages and keeps in mind where the person wants to go in the end.
    SeeOther to(String local) {
        String joint = local.contains("?") ? "&return=" : "?return=";
        return new SeeOther(onward().map(path -> local + joint + SeeOther.encoded(path.text()))
                .orElse(local));
    }

    /// Goes where the person wants to go in the end, or there.
    SeeOther onwardOr(String local) {
        return new SeeOther(onward().map(ReturnPath::text).orElse(local));
    }

    List<String> sessions() {
        return sessions;
    }

    /// Puts a session first: its account becomes the active one. The token it replaces goes.
    void enter(Token session, @Nullable String replaced) {
        List<String> tokens = new ArrayList<>(sessions);
        tokens.remove(replaced);
        tokens.addFirst(session.text());
        keepSessions(tokens.subList(0, Math.min(tokens.size(), Cookies.MOST_SESSIONS)));
    }

    /// Keeps exactly these sessions.
    void keepSessions(List<String> tokens) {
        sessions = List.copyOf(tokens);
        cookies.keepSessions(response, sessions);
    }

    Optional<String> token(Token.Kind kind) {
        return cookies.token(request, kind);
    }

    /// A secret of this browser that is gone when it is closed: the one behind the masked values that its forms send
    /// back, kept in its cookie.
    String formSecret() {
        if (request.getAttribute(DeferredCsrfToken.class.getName()) instanceof DeferredCsrfToken kept) {
            return kept.get().getToken();
        }
        throw new IllegalStateException("A page without a form's secret");
    }

    @Nullable
    String deviceToken() {
        return token(Token.Kind.DEVICE).orElse(null);
    }

    /// Keeps the device's new secret, where there is one.
    void keepDevice(@Nullable Token device) {
        if (device != null) {
            cookies.keep(response, device, Cookies.LONGEST);
        }
    }

    void keep(Token token, Duration age) {
        cookies.keep(response, token, age);
    }

    void drop(Token.Kind kind) {
        if (token(kind).isPresent()) {
            cookies.drop(response, kind);
        }
    }

    void choose(String name, String value) {
        cookies.choose(response, name, value);
    }

    /// The id of the organisation that was chosen in this browser; nobody has checked whose it is.
    String organisation() {
        return cookies.choice(request, Cookies.ORGANISATION).orElse("");
    }

    /// `light`, `dark`, or null for what the browser prefers.
    @Nullable
    String theme() {
        return cookies.choice(request, Cookies.THEME).filter(THEMES::contains).orElse(null);
    }

    /// The first of these languages that there is, where the person has chosen none.
    void wishFor(List<String> tags) {
        tags.stream()
                .filter(tag -> languages.in(tag).isPresent())
                .findFirst()
                .ifPresent(tag -> cookies.wish(response, Cookies.ASKED_LANGUAGE, tag, Duration.ofMinutes(30)));
    }

    /// The account whose session, or whose half-way sign-in, this browser holds: its language counts from now on,
    /// unless the person chose another in this browser.
    void meet(Account account) {
        accountLocale = account.locale();
        accountId = account.id();
    }

    /// Whose support the page names, though nothing else of theirs: a link for that account was opened.
    void help(String account) {
        helped = account;
    }

    Optional<String> helped() {
        return Optional.ofNullable(helped);
    }

    /// The colour of the organisation that an invitation is for; the name on the page stays this server's.
    void wear(Accent accent) {
        worn = accent;
    }

    Optional<Accent> worn() {
        return Optional.ofNullable(worn);
    }

    /// The id of the account that this browser has shown to be its own.
    Optional<String> known() {
        return Optional.ofNullable(accountId);
    }

    /// The words of the language chosen here, else the account's, else the first that the browser asks for.
    Words words() {
        return cookies.choice(request, Cookies.LANGUAGE)
                .flatMap(languages::in)
                .or(() -> Optional.ofNullable(accountLocale).flatMap(languages::in))
                .or(() -> cookies.choice(request, Cookies.ASKED_LANGUAGE).flatMap(languages::in))
                .or(this::asked)
                .orElseGet(languages::english);
    }

    private Optional<Words> asked() {
        if (request.getHeader("Accept-Language") == null) {
            return Optional.empty();
        }
        for (Locale locale : Collections.list(request.getLocales())) {
            Optional<Words> words = languages.in(locale.toLanguageTag());
            if (words.isPresent()) {
                return words;
            }
        }
        return Optional.empty();
    }
}
