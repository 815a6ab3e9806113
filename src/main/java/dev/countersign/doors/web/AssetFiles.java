package dev.countersign.doors.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.pages.AccentSheet;
import dev.countersign.pages.Assets;
import dev.countersign.people.brand.Brands;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// The files that pages load: our own, the colours of organisations, and their logos.
@Controller
final class AssetFiles {
    private static final Pattern LOGO = Pattern.compile("logo-([0-9a-f]{32})\\.png");

    private final Assets assets;
    private final Brands brands;

    AssetFiles(Assets assets, Brands brands) {
        this.assets = assets;
        this.brands = brands;
    }

    @GetMapping("/assets/{file}")
    @Open
    void file(@PathVariable String file, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Assets.Asset> found = assets.at(file);
        if (found.isPresent()) {
            String accepted = request.getHeader("Accept-Encoding");
            boolean packed = accepted != null && accepted.contains("gzip");
            response.setHeader("Vary", "Accept-Encoding");
            if (packed) {
                response.setHeader("Content-Encoding", "gzip");
            }
            describe(response, found.get().contentType(), found.get().length(packed));
            found.get().writeTo(response.getOutputStream(), packed);
            return;
        }
        Optional<String> sheet = AccentSheet.at(file);
        if (sheet.isPresent()) {
            send(response, "text/css;charset=utf-8", sheet.get().getBytes(UTF_8));
            return;
        }
        Matcher logo = LOGO.matcher(file);
        Optional<byte[]> picture = logo.matches() ? brands.logo(logo.group(1)) : Optional.empty();
        if (picture.isPresent()) {
            send(response, "image/png", picture.get());
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static void send(HttpServletResponse response, String contentType, byte[] bytes) throws IOException {
        describe(response, contentType, bytes.length);
        response.getOutputStream().write(bytes);
    }

    /// What is at such an address never changes: its hash is in it.
    private static void describe(HttpServletResponse response, String contentType, int length) {
        response.setContentType(contentType);
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        response.setContentLength(length);
    }
}
