package dev.countersign.doors.web;

import dev.countersign.factors.passkey.RelyingParty;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.databind.json.JsonMapper;

/// What browsers and password managers look up about passkeys, at addresses that standards name.
@Controller
final class PasskeyAddresses {
    private static final JsonMapper JSON = new JsonMapper();

    private final RelyingParty party;

    PasskeyAddresses(RelyingParty party) {
        this.party = party;
    }

    /// Where password managers send people to make a passkey, and to see theirs (the W3C's "A Well-Known URL for
    /// Relying Party Passkey Endpoints").
    @GetMapping("/.well-known/passkey-endpoints")
    @Open
    ResponseEntity<String> endpoints() {
        String page = party.origins().getFirst() + "/settings/security";
        return json(Map.of("enroll", page, "manage", page));
    }

    /// The sites that may use the same passkeys (WebAuthn §5.11, "Related Origin Requests").
    @GetMapping("/.well-known/webauthn")
    @Open
    ResponseEntity<String> relatedOrigins() {
        List<String> related = party.relatedOrigins();
        return related.isEmpty() ? ResponseEntity.notFound().build() : json(Map.of("origins", related));
    }

    private static ResponseEntity<String> json(Map<String, ?> value) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsString(value));
    }
}
