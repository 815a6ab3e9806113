package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.MeBodies.ActivityView;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.pages.EventSentence;
import dev.countersign.pages.Languages;
import dev.countersign.pages.Words;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;

/// What happened to the account.
@ApiDoor
class ActivityApi {
    private final AuditTrail audit;
    private final Languages languages;

    ActivityApi(AuditTrail audit, Languages languages) {
        this.audit = audit;
        this.languages = languages;
    }

    @GetMapping("/me/activity")
    Answer list(SessionCaller caller, Paging paging, HttpServletRequest request) {
        AuditFilter filter = AuditQuery.of(request);
        Words words = languages.in(caller.account().locale()).orElseGet(languages::english);
        List<ActivityView> read =
                audit.about(caller.account().id(), filter, AuditQuery.after(paging), paging.limit() + 1).stream()
                        .map(entry -> view(entry, words))
                        .toList();
        return Answer.ok(paging.part(read, view -> new Place(view.at(), view.id())));
    }

    private static ActivityView view(AuditEntry entry, Words words) {
        return new ActivityView(
                entry.id(),
                entry.at(),
                entry.type(),
                EventSentence.of(words, entry),
                entry.origin().browser(),
                entry.origin().network());
    }
}
