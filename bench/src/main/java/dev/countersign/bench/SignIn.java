package dev.countersign.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.bench.Http.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A whole sign-in with password and code, through the API or through the pages.
final class SignIn {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BROWSER =
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
                    + "Accept: text/html,application/xhtml+xml\r\nAccept-Language: en-GB,en;q=0.7\r\n";

    private static final int MOST_TRIES = 300;
    private static final long BETWEEN_TRIES = 100;
    private static final String CSRF = "name=\"_csrf\" value=\"";
    private static final String ACCOUNT = "name=\"account\" value=\"";

    private SignIn() {}

    /// Step one by the API: the challenge's token.
    static String challenge(Http http, Person person) throws IOException, InterruptedException {
        String body = "{\"email\":\"" + person.email() + "\",\"password\":\"" + Person.PASSWORD + "\"}";
        Reply reply = http.post("/api/v1/sign-in", "", JSON, body);
        // "Busy" is the hash's bounded queue, on a machine that others keep from hashing: a client tries again.
        for (int tries = 0; reply.status() == 503 && tries < MOST_TRIES; tries++) {
            Thread.sleep(BETWEEN_TRIES);
            reply = http.post("/api/v1/sign-in", "", JSON, body);
        }
        expect(reply, 200, "\"status\":\"challenge\"");
        return token(reply);
    }

    /// Step two by the API: the session's token.
    static String verify(Http http, Person person, String challenge) throws IOException {
        return verify(http, "totp", person.code(), challenge);
    }

    static String verify(Http http, String factor, String code, String challenge) throws IOException {
        Reply reply = http.post(
                "/api/v1/sign-in/challenge/verify",
                "Authorization: Bearer " + challenge + "\r\n",
                JSON,
                "{\"factor\":\"" + factor + "\",\"code\":\"" + code + "\"}");
        expect(reply, 200, "\"status\":\"signed-in\"");
        return token(reply);
    }

    /// Has a code sent by text.
    static void send(Http http, String challenge) throws IOException {
        Reply reply = http.post(
                "/api/v1/sign-in/challenge/send",
                "Authorization: Bearer " + challenge + "\r\n",
                JSON,
                "{\"factor\":\"sms\"}");
        expect(reply, 202, "");
    }

    static String api(Http http, Person person) throws IOException, InterruptedException {
        return verify(http, person, challenge(http, person));
    }

    /// From the sign-in page to the redirect that follows the right code, with a browser's cookies and forms.
    static void pages(Http http, Person person) throws IOException {
        browse(http, person);
    }

    /// The same; gives the line with the browser's cookies.
    static String browse(Http http, Person person) throws IOException {
        Map<String, String> cookies = new LinkedHashMap<>();
        Reply form = get(http, "/sign-in", cookies);
        expect(form, 200, "name=\"password\"");
        Reply sent = post(
                http,
                "/sign-in",
                cookies,
                form,
                "&email=" + encoded(person.email()) + "&password=" + encoded(Person.PASSWORD));
        expect(sent, 303, "");
        Reply page = get(http, sent.header("location"), cookies);
        expect(page, 200, "name=\"onetimecode\"");
        Reply done = post(http, "/verify/app", cookies, page, "&onetimecode=" + person.code());
        expect(done, 303, "");
        if (!cookies.containsKey("countersign_session")) {
            throw new IllegalStateException("no session after " + done);
        }
        return BROWSER + cookieLine(cookies);
    }

    private static Reply get(Http http, String path, Map<String, String> cookies) throws IOException {
        Reply reply = http.get(path(path), BROWSER + cookieLine(cookies));
        keep(reply, cookies);
        return reply;
    }

    private static Reply post(Http http, String path, Map<String, String> cookies, Reply form, String fields)
            throws IOException {
        String own = between(form.body(), "action=\"" + path + "\"", "</form>");
        String hidden = "_csrf=" + encoded(between(own, CSRF, "\""))
                + (own.contains(ACCOUNT) ? "&account=" + encoded(between(own, ACCOUNT, "\"")) : "");
        Reply reply = http.post(path, BROWSER + cookieLine(cookies), FORM, hidden + fields);
        keep(reply, cookies);
        return reply;
    }

    private static String path(String location) {
        return location.startsWith("http") ? location.substring(location.indexOf('/', 8)) : location;
    }

    private static String cookieLine(Map<String, String> cookies) {
        if (cookies.isEmpty()) {
            return "";
        }
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; ", "Cookie: ", "\r\n"));
    }

    private static void keep(Reply reply, Map<String, String> cookies) {
        for (String cookie : reply.all("set-cookie")) {
            int equals = cookie.indexOf('=');
            String value = cookie.substring(equals + 1, cookie.indexOf(';'));
            if (value.isEmpty()) {
                cookies.remove(cookie.substring(0, equals));
            } else {
                cookies.put(cookie.substring(0, equals), value);
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static String token(Reply reply) {
        return between(reply.body(), "\"token\":\"", "\"");
    }

    static String between(String text, String before, String after) {
        int start = text.indexOf(before);
        if (start < 0) {
            throw new IllegalStateException("no " + before + " in " + text);
        }
        int from = start + before.length();
        return text.substring(from, text.indexOf(after, from));
    }

    static void expect(Reply reply, int status, String part) {
        if (reply.status() != status || !reply.body().contains(part)) {
            throw new IllegalStateException("unexpected answer: " + reply);
        }
    }
}
