package dev.countersign.doors.web;

import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.StoreUnavailable;
import dev.countersign.pages.Languages;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// What anybody may read, and what other programs ask: the language, health, where the password is changed.
@Controller
final class CommonPages {
    private final Pages pages;
    private final Languages languages;
    private final PageAccess access;
    private final Db db;

    CommonPages(Pages pages, Languages languages, PageAccess access, Db db) {
        this.pages = pages;
        this.languages = languages;
        this.access = access;
        this.db = db;
    }

    /// What being locked means; how long it lasts is said on the answer that locks.
    @GetMapping("/locked")
    @Open
    View locked(Browser browser) {
        access.recognise(browser);
        return pages.show(browser, "error/error", Map.of("reason", "locked", "requestId", ""));
    }

    /// The language of the page's foot, kept in this browser.
    @PostMapping("/language")
    @Open
    View language(Browser browser) {
        String tag = browser.field("language");
        if (languages.in(tag).isPresent()) {
            browser.choose(Cookies.LANGUAGE, tag);
        }
        return browser.onwardOr("/");
    }

    /// Where password managers send people (the W3C's "A Well-Known URL for Changing Passwords").
    @GetMapping("/.well-known/change-password")
    @Open
    View changePassword() {
        return new SeeOther("/settings/password");
    }

    /// Whether this process can serve: the database answers a read.
    @GetMapping("/health")
    @Open
    ResponseEntity<String> health() {
        try {
            db.read(() -> db.sql().sql("SELECT 1").query(Integer.class).single());
            return json(200, "{\"status\":\"up\"}");
        } catch (StoreUnavailable away) {
            return json(503, "{\"status\":\"down\"}");
        }
    }

    private static ResponseEntity<String> json(int status, String text) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(text);
    }
}
