package dev.countersign.doors.forwardauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.ground.audit.Network;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.journeys.entry.EntryRooms;
import dev.countersign.journeys.entry.RedeemOutcome;
import dev.countersign.journeys.entry.SiteEntries;
import dev.countersign.journeys.entry.SiteVerdict;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteAddress;
import dev.countersign.people.site.SiteOrigin;
import dev.countersign.rules.device.BrowserName;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where proxies ask whether a request may go on to a site. It stands before everything else of the server: a request
/// of a proxy never gets to a page, whose 200 the proxy would take for a yes.
final class ForwardAuthFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardAuthFilter.class);

    // Browsers keep no cookie longer (RFC 6265bis §5.5); what it is good for is decided here.
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final String START = SiteEntries.OURS + "start";
    private static final String SIGN_OUT = SiteEntries.OURS + "sign-out";

    private final Supplier<EntryRooms> entry;
    private final Tokens tokens;
    private final String baseUrl;
    private final InstantSource clock;
    private final AtomicReference<Instant> said = new AtomicReference<>(Instant.EPOCH);

    /// @param entry the journeys of sites, made by the first proxy that asks
    ForwardAuthFilter(Supplier<EntryRooms> entry, Tokens tokens, String baseUrl, InstantSource clock) {
        this.entry = entry;
        this.tokens = tokens;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    @Override
    public void doFilter(ServletRequest plainRequest, ServletResponse plainResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) plainRequest;
        if (!ProxyQuestion.asked(request)) {
            chain.doFilter(plainRequest, plainResponse);
            return;
        }
        HttpServletResponse response = (HttpServletResponse) plainResponse;
        try {
            answer(request, new ProxyAnswer(response));
        } catch (RuntimeException e) {
            LOG.warn("A proxy could not be answered: {}", e.getMessage());
            response.reset();
            new ProxyAnswer(response).no(Refusal.UNAVAILABLE, null, 0);
        }
    }

    private void answer(HttpServletRequest request, ProxyAnswer answer) throws IOException {
        String secret = ProxyQuestion.only(request, ProxyQuestion.SECRET);
        Optional<Site> site = Token.kindOf(secret)
                .filter(kind -> kind == Token.Kind.SITE_PROXY)
                .flatMap(_ -> entry.get().checks().site(String.valueOf(secret)));
        if (site.isEmpty()) {
            unknown(request);
            answer.no(Refusal.UNKNOWN_PROXY, null, 0);
            return;
        }
        Optional<ProxyQuestion> question =
                ProxyQuestion.of(request, site.get().terms().origins());
        if (question.isEmpty()) {
            answer.no(Refusal.UNCLEAR, null, 0);
            return;
        }
        if (!site.get().terms().origins().contains(question.get().address().origin())) {
            answer.no(Refusal.OTHER_SITE, null, 0);
            return;
        }
        answer(new Asked(request, site.get(), question.get()), answer);
    }

    /// nginx shows nothing of our answer: whoever sets the proxy up finds the reason in the log, once a minute, so that
    /// nobody fills it by asking.
    private void unknown(HttpServletRequest request) {
        Instant now = clock.instant();
        Instant before = said.get();
        if (before.plus(QUIET).isBefore(now) && said.compareAndSet(before, now)) {
            LOG.warn(
                    "A proxy at {} is refused: the header {} that it sends is missing or is no site's secret",
                    request.getRemoteAddr(),
                    ProxyQuestion.SECRET);
        }
    }

    /// A clear question about a site by its own proxy.
    private record Asked(HttpServletRequest request, Site site, ProxyQuestion question) {
        SiteAddress address() {
            return question.address();
        }

        SiteOrigin origin() {
            return question.address().origin();
        }

        /// What the site's cookie holds; null where there is none, or more than one.
        @Nullable
        String cookie() {
            Cookie[] cookies = request.getCookies();
            if (cookies == null) {
                return null;
            }
            String name = site.cookie(origin());
            String value = null;
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    if (value != null) {
                        return null;
                    }
                    value = cookie.getValue();
                }
            }
            return Token.kindOf(value)
                            .filter(kind -> kind == Token.Kind.SITE_SESSION || kind == Token.Kind.SITE_ENTRY)
                            .isPresent()
                    ? value
                    : null;
        }
    }

    private void answer(Asked asked, ProxyAnswer answer) throws IOException {
        String cookie = asked.cookie();
        if (asked.address().path().startsWith(SiteEntries.OURS)) {
            ours(asked, cookie, answer);
            return;
        }
        String token = cookie != null && cookie.startsWith(Token.Kind.SITE_SESSION.prefix()) ? cookie : null;
        SiteVerdict verdict = entry.get()
                .checks()
                .check(asked.site(), asked.address(), asked.question().method(), token);
        switch (verdict) {
            case SiteVerdict.Allowed allowed -> answer.yes(allowed.person());
            case SiteVerdict.SignIn _ -> lead(asked, cookie, answer, Refusal.SIGN_IN, 0);
            case SiteVerdict.Prove(int minutes) -> lead(asked, cookie, answer, Refusal.STEP_UP, minutes);
            case SiteVerdict.Denied _ -> lead(asked, cookie, answer, Refusal.FORBIDDEN, 0);
        }
    }

    /// A person's page leads over our pages, where everything is said that has to be; a program is told.
    private void lead(Asked asked, @Nullable String cookie, ProxyAnswer answer, Refusal refusal, int minutes)
            throws IOException {
        if (isPage(asked.request())) {
            toEnter(asked, asked.address(), cookie, minutes, answer);
        } else {
            answer.no(refusal, refusal == Refusal.FORBIDDEN ? null : resolve(asked, minutes), minutes * 60);
        }
    }

    // Fetch Metadata (W3C) says it where browsers send it, and scripts cannot set it.
    private static boolean isPage(HttpServletRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        if (mode != null) {
            String destination = request.getHeader("Sec-Fetch-Dest");
            return mode.equals("navigate") && (destination == null || destination.equals("document"));
        }
        String accept = request.getHeader("Accept");
        return request.getHeader("X-Requested-With") == null
                && request.getHeader("Upgrade") == null
                && accept != null
                && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }

    /// To our pages. The browser has something on the site's host by then that it must bring back: what it is let in
    /// by, though that may be over, or what is made now.
    private void toEnter(Asked asked, SiteAddress to, @Nullable String cookie, int minutes, ProxyAnswer answer) {
        String kept = cookie == null ? tokens.newToken(Token.Kind.SITE_ENTRY).text() : cookie;
        String address = baseUrl + "/sites/enter?site=" + asked.site().id() + "&to=" + encoded(to.text()) + "&nonce="
                + SiteEntries.nonce(kept) + (minutes > 0 ? "&fresh=" + minutes : "");
        answer.elsewhere(asked.question(), address, cookie == null ? setCookie(asked, kept) : null);
    }

    private static String setCookie(Asked asked, String value) {
        // RFC 6265bis §4.1.3.2: with `__Host-`, no other host can set it, nor read it.
        return asked.site().cookie(asked.origin()) + "=" + value + "; Path=/; Max-Age=" + LONGEST.toSeconds()
                + (asked.origin().secure() ? "; Secure" : "") + "; HttpOnly; SameSite=Lax";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /// Where a program leads its person, to come back to the page that it is on.
    private static String resolve(Asked asked, int minutes) {
        String referer = asked.request().getHeader("Referer");
        String page = Optional.ofNullable(referer)
                .flatMap(SiteAddress::of)
                .filter(from -> from.origin().equals(asked.origin()))
                .map(SiteAddress::target)
                .orElse("/");
        return asked.origin().text() + START + "?to=" + encoded(page) + (minutes > 0 ? "&fresh=" + minutes : "");
    }

    /// The paths of the site that are ours.
    private void ours(Asked asked, @Nullable String cookie, ProxyAnswer answer) throws IOException {
        boolean get = asked.question().method().equals("GET");
        String path = asked.address().path();
        if (get && path.equals(SiteEntries.REDEEM)) {
            redeem(asked, cookie, answer);
        } else if (get && path.equals(START)) {
            start(asked, cookie, answer);
        } else if (get && path.equals(SIGN_OUT)) {
            // A page of ours asks first, so that no link of another site signs anybody out.
            answer.elsewhere(asked.question(), baseUrl + "/oauth2/logout", null);
        } else {
            answer.no(Refusal.NOTHING_HERE, null, 0);
        }
    }

    private void redeem(Asked asked, @Nullable String cookie, ProxyAnswer answer) {
        String ticket = parameter(asked.address(), "ticket");
        Origin origin = new Origin(
                Network.of(asked.request().getRemoteAddr()),
                BrowserName.of(
                        asked.request().getHeader("User-Agent"),
                        asked.request().getHeader("Sec-CH-UA"),
                        asked.request().getHeader("Sec-CH-UA-Platform")));
        RedeemOutcome outcome = Token.kindOf(ticket).equals(Optional.of(Token.Kind.SITE_TICKET))
                ? entry.get().entries().redeem(asked.site(), asked.address(), ticket, cookie, origin)
                : new RedeemOutcome.Refused();
        switch (outcome) {
            case RedeemOutcome.Entered(Token token, SiteAddress to) ->
                answer.elsewhere(asked.question(), to.text(), setCookie(asked, token.text()));
            case RedeemOutcome.Refused _ -> answer.elsewhere(asked.question(), baseUrl + "/sites/failed", null);
        }
    }

    private void start(Asked asked, @Nullable String cookie, ProxyAnswer answer) throws IOException {
        Optional<SiteAddress> to = SiteAddress.of(asked.origin(), parameter(asked.address(), "to"))
                .filter(page -> !page.path().startsWith(SiteEntries.OURS));
        String fresh = parameter(asked.address(), "fresh");
        if (to.isEmpty() || !fresh.matches("[0-9]{0,4}")) {
            answer.no(Refusal.UNCLEAR, null, 0);
            return;
        }
        toEnter(asked, to.get(), cookie, fresh.isEmpty() ? 0 : Integer.parseInt(fresh), answer);
    }

    /// That parameter of the query, decoded; empty where it is not there once.
    private static String parameter(SiteAddress address, String name) {
        int query = address.target().indexOf('?');
        String found = "";
        int times = 0;
        if (query >= 0) {
            for (String pair : address.target().substring(query + 1).split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    found = pair.substring(name.length() + 1);
                    times++;
                }
            }
        }
        try {
            return times == 1 ? java.net.URLDecoder.decode(found, UTF_8) : "";
        } catch (IllegalArgumentException unreadable) {
            return "";
        }
    }
}
