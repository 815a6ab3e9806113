package dev.countersign.doors.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser without JavaScript that keeps cookies, shows its page's source, and follows nothing by itself.
final class Visitor {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern FIELD = Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    private final String base;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> headers = new HashMap<>(Map.of("Accept-Language", "en"));

    /// What came back.
    record Seen(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String location() {
            return response.headers().firstValue("Location").orElse("");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        List<String> setCookies() {
            return response.headers().allValues("Set-Cookie");
        }

        String text() {
            return response.body();
        }

        String title() {
            Matcher title = Pattern.compile("<title>(.*?)</title>").matcher(text());
            return title.find() ? title.group(1) : "";
        }

        /// The hidden fields of the form that goes to that address.
        Map<String, String> form(String action) {
            int from = text().indexOf("<form action=\"" + action + "\"");
            if (from < 0) {
                throw new AssertionError("No form to " + action + " on " + title());
            }
            Matcher field = FIELD.matcher(text().substring(from, text().indexOf("</form>", from)));
            Map<String, String> fields = new LinkedHashMap<>();
            while (field.find()) {
                fields.put(field.group(1), field.group(2).replace("&amp;", "&"));
            }
            return fields;
        }
    }

    Visitor(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    /// Sends that header from now on.
    Visitor saying(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Seen get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Seen send(String method, String path) {
        return send(method, path, BodyPublishers.noBody());
    }

    /// Sends exactly these fields.
    Seen post(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return post(path, body);
    }

    Seen post(String path, String body) {
        return send("POST", path, BodyPublishers.ofString(body));
    }

    /// Fills in the page's form that goes to that address, and sends it.
    Seen submit(Seen page, String action, String... fields) {
        Map<String, String> all = new LinkedHashMap<>(page.form(action));
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        return post(action, all);
    }

    /// Sends these fields and one file, as a form with a file does.
    Seen upload(String path, Map<String, String> fields, String name, byte[] file) {
        String edge = "----seven-purple-lanterns";
        StringBuilder head = new StringBuilder();
        fields.forEach((field, value) -> head.append("--" + edge + "\r\nContent-Disposition: form-data; name=\"")
                .append(field + "\"\r\n\r\n" + value + "\r\n"));
        head.append("--" + edge + "\r\nContent-Disposition: form-data; name=\"" + name
                + "\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n");
        return send(
                "POST",
                path,
                BodyPublishers.ofByteArrays(
                        List.of(head.toString().getBytes(UTF_8), file, ("\r\n--" + edge + "--\r\n").getBytes(UTF_8))),
                "multipart/form-data; boundary=" + edge);
    }

    private Seen send(String method, String path, HttpRequest.BodyPublisher body) {
        return send(method, path, body, "application/x-www-form-urlencoded");
    }

    private Seen send(String method, String path, HttpRequest.BodyPublisher body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body)
                .header("Content-Type", type);
        headers.forEach(request::header);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            Seen seen = new Seen(HTTP.send(request.build(), BodyHandlers.ofString()));
            seen.setCookies().forEach(this::keep);
            return seen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String header) {
        String name = header.substring(0, header.indexOf('='));
        String value = header.substring(header.indexOf('=') + 1, header.indexOf(';'));
        if (header.contains("Max-Age=0;")) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }
}
