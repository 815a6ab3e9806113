package dev.countersign.doors.web;

import dev.countersign.pages.Assets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// The files that pages load.
@Controller
final class AssetFiles {
    private final Assets assets;

    AssetFiles(Assets assets) {
        this.assets = assets;
    }

    @GetMapping("/assets/{file}")
    @Open
    void file(@PathVariable String file, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Assets.Asset> found = assets.at(file);
        if (found.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String accepted = request.getHeader("Accept-Encoding");
        boolean packed = accepted != null && accepted.contains("gzip");
        response.setContentType(found.get().contentType());
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        response.setHeader("Vary", "Accept-Encoding");
        if (packed) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentLength(found.get().length(packed));
        found.get().writeTo(response.getOutputStream(), packed);
    }
}
