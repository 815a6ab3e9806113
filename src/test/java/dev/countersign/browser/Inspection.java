package dev.countersign.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import dev.countersign.factors.totp.AuthenticatorApp;
import dev.countersign.pages.Languages;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What must hold of every page in every state: looked at once for each state that any tour comes to, in both
/// themes, at three widths, and from right to left.
final class Inspection {
    private static final Seen SEEN = new Seen("states");
    private static final Seen MIRRORED = new Seen("mirrored");
    private static final int NORMAL_WIDTH = 1280;
    private static final int HEIGHT = 900;
    private static final String LANGUAGE = "countersign_language";

    /// What the tours' people, their apps and this server are called.
    private static final List<String> DATA = Stream.concat(
                    Stream.of(
                            "Ada Byron",
                            "Countersign",
                            "Chrome on Linux",
                            "Old phone",
                            "Grace <b>Hopper</b>",
                            "Linden & Hart"),
                    Arrays.stream(AuthenticatorApp.values()).map(AuthenticatorApp::title))
            .toList();

    private static final String AXE = AxeBuilder.getAxeScript();

    private static final String SAID = """
            () => [document.title, ...[...document.querySelectorAll('.err, .note')].map((e) => e.innerText)].join(' ')
            """;

    // What axe cannot decide is let pass for the slots drawn into a code's field, for the QR code and the chart, and
    // beside the
    // drawn numbers of a list.
    private static final String AXE_RUN = """
            (rules) => { const ALLOWED = (n) => document.querySelector(n.target[0]).closest('input.code, .plate, svg.chart')
              || (n.any.every((c) => c.message.includes('pseudo element')) && document.querySelector(n.target[0]).closest('ol.do'));
              return axe.run(document, { resultTypes: ['violations', 'incomplete'], runOnly: rules })
              .then((r) => [
                ...r.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`)),
                ...r.incomplete.flatMap((v) => v.nodes
                  .filter((n) => !(v.id === 'color-contrast' && ALLOWED(n)))
                  .map((n) => `cannot say ${v.id}: ${n.target.join(' ')}: ${[...n.any, ...n.all, ...n.none].map((c) => c.message)}`))]); }
            """;

    static final Map<String, Object> ALL_RULES = Map.of(
            "type",
            "tag",
            "values",
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"));
    // The other theme changes colours and nothing else.
    static final Map<String, Object> COLOUR_RULES =
            Map.of("type", "rule", "values", List.of("color-contrast", "link-in-text-block"));

    /// WCAG 2.2, 2.5.8: targets of 24 by 24 CSS pixels, unless "in a sentence" or else inline in text.
    private static final String TARGETS = """
            () => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter((e) => {
              const r = e.getBoundingClientRect(), s = getComputedStyle(e);
              if (!e.checkVisibility({ visibilityProperty: true }) || r.width === 0 || e.classList.contains('skip')) return false;
              const alone = [...e.parentElement.childNodes].every((n) => n === e || !n.textContent.trim());
              if (s.display.startsWith('inline') && e.tagName === 'A' && !alone) return false;
              return r.width < 24 || r.height < 24;
            }).map((e) => `target under 24 px: ${e.outerHTML.slice(0, 120)}`)
            """;

    private static final String FIELDS = """
            () => { const found = [], expected = { onetimecode: ['one-time-code'], backupcode: ['off'], handovercode: ['off'],
                name: ['name'], organisation: ['organization'], email: ['username', 'username webauthn'],
                current: ['current-password'], password: ['current-password', 'new-password'] };
              for (const i of document.querySelectorAll('input[name]:not([type=hidden])')) {
                const want = expected[i.name], is = i.getAttribute('autocomplete');
                if (want && !want.includes(is)) found.push(`autocomplete of ${i.name} is ${is}`);
              }
              const wrong = [...document.querySelectorAll('[aria-invalid=true]')];
              const told = wrong.length > 0 || !!document.getElementById('form-err');
              if (document.title.startsWith('Error: ') !== told) found.push(`title "${document.title}" with ${wrong.length} errors`);
              for (const e of wrong) {
                const ids = (e.getAttribute('aria-describedby') || '').split(' ').map((id) => document.getElementById(id));
                if (!ids.some((d) => d && d.textContent.trim())) found.push(`error of ${e.name} is not described`);
              }
              if (wrong.length && !wrong.includes(document.activeElement)) found.push(`focus is on ${document.activeElement.outerHTML.slice(0, 80)}`);
              if (document.querySelectorAll('.btn.primary').length > 1) found.push('more than one filled button');
              if (document.querySelectorAll('*').length > 1500) found.push('too many nodes');
              return found; }
            """;

    /// What is neither a message nor named as data: words that were left out of the bundles.
    private static final String UNTRANSLATED = """
            (known) => { const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walk.nextNode()) {
                const text = walk.currentNode.textContent.trim(), e = walk.currentNode.parentElement;
                if (!/\\p{L}{2}/u.test(text) || text.includes('@') || text.startsWith('https://') || known.includes(text)) continue;
                if (e.closest('[translate=no], [aria-hidden=true], code, bdi, option, time, svg.chart, [lang]:not(html)')) continue;
                let block = e;
                while (getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
                if (!block.textContent.includes('\u27e7')) found.push(`not translated: ${text}`);
              }
              return found; }
            """;

    private final Window window;
    private final Page page;
    private final List<String> faults = new java.util.ArrayList<>();

    private Inspection(Window window) {
        this.window = window;
        this.page = window.page();
    }

    /// Looks at the page that the window is at, unless its like was seen before, or it is not the server's.
    static void of(Window window) {
        if (!window.inspected()
                || !window.page().url().startsWith(window.server().address())) {
            return;
        }
        String state = window.response().status() + " " + kind(window.path()) + " "
                + String.valueOf(window.page().evaluate(SAID)).replaceAll("[0-9]+|[^ ]+@[^ ]+", "…");
        if (SEEN.first(state)) {
            Inspection inspection = new Inspection(window);
            inspection.headers();
            inspection.inside();
            inspection.widths();
            inspection.mirrored();
            inspection.faults.forEach(fault -> window.complain(state + ": " + fault));
        }
    }

    /// Looks at the page of a browser without scripts, of which a still is put into a browser with them: axe needs
    /// some.
    static void still(Window window) {
        String html = window.page()
                .content()
                .replaceAll("(?s)<script.*?</script>", "")
                .replaceAll("<(/?)noscript>", "<$1div>");
        try (Window scripted = Window.of(window.server())) {
            scripted.page()
                    .route(
                            "**/still",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("text/html; charset=utf-8")
                                    .setBody(html)));
            scripted.page().navigate(window.server().address() + "/still");
            Inspection inspection = new Inspection(scripted);
            loadAxe(inspection.page);
            inspection.axe(ColorScheme.DARK, COLOUR_RULES);
            inspection.axe(ColorScheme.LIGHT, ALL_RULES);
            inspection.faults.addAll(found(inspection.page, TARGETS, ""));
            inspection.faults.forEach(fault -> window.complain(window.path() + ": " + fault));
        }
    }

    /// Puts axe into the page. In every page beforehand it would take a tenth of the time of all tests.
    static void loadAxe(Page page) {
        page.evaluate(AXE + ";0");
    }

    // An address without what is another one each time.
    private static String kind(String path) {
        return path.replaceAll("cs_[A-Za-z0-9_-]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "…");
    }

    private void headers() {
        Map<String, String> headers = window.response().headers();
        if (!headers.getOrDefault("cache-control", "").contains("no-store")) {
            faults.add("may be cached");
        }
        if (!headers.getOrDefault("content-security-policy", "").contains("default-src 'none'")) {
            faults.add("no content policy");
        }
    }

    private void inside() {
        page.evaluate("() => document.querySelectorAll('.engrave').forEach((e) => { e.style.display = 'none'; })");
        loadAxe(page);
        axe(ColorScheme.DARK, COLOUR_RULES);
        axe(ColorScheme.LIGHT, ALL_RULES);
        faults.addAll(found(page, TARGETS, ""));
        faults.addAll(found(page, FIELDS, ""));
    }

    private void axe(ColorScheme theme, Map<String, Object> rules) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.evaluate("() => document.getAnimations().forEach((a) => a.finish())");
        found(page, AXE_RUN, rules).forEach(fault -> faults.add(theme + " " + fault));
    }

    private void widths() {
        overflow(page, "left to right", 320);
        overflow(page, "left to right", 640);
        page.evaluate("() => { document.documentElement.dir = 'rtl'; }");
        overflow(page, "right to left", 390);
        page.evaluate("() => { document.documentElement.dir = 'ltr'; }");
        page.setViewportSize(NORMAL_WIDTH, HEIGHT);
    }

    // Each page once in the made-up language that is longer and runs from right to left, in another tab. What a form
    // brought is not asked for again: it was turned round above.
    private void mirrored() {
        boolean form = !window.response().request().method().equals("GET");
        if (form || !MIRRORED.first(kind(window.path()))) {
            return;
        }
        BrowserContext browser = window.browser();
        List<Cookie> before = browser.cookies().stream()
                .filter(cookie -> cookie.name.equals(LANGUAGE))
                .toList();
        browser.addCookies(List.of(new Cookie(LANGUAGE, Languages.PSEUDO)
                .setUrl(window.server().address())
                .setHttpOnly(true)));
        Page tab = window.other();
        try {
            tab.navigate(page.url());
            if (!tab.evaluate("() => document.documentElement.dir").equals("rtl")) {
                faults.add("not from right to left in " + Languages.PSEUDO);
            }
            for (int width : List.of(390, NORMAL_WIDTH)) {
                overflow(tab, "mirrored", width);
            }
            faults.addAll(found(tab, UNTRANSLATED, DATA));
        } finally {
            tab.navigate("about:blank");
            browser.clearCookies(new BrowserContext.ClearCookiesOptions().setName(LANGUAGE));
            browser.addCookies(before);
        }
    }

    private void overflow(Page shown, String direction, int width) {
        shown.setViewportSize(width, HEIGHT);
        Object over =
                shown.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (!over.equals(0)) {
            faults.add("%s px too wide at %d, %s".formatted(over, width, direction));
        }
    }

    private static List<String> found(Page shown, String script, Object argument) {
        return ((List<?>) shown.evaluate(script, argument))
                .stream().map(String::valueOf).toList();
    }
}
