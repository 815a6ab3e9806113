package dev.countersign.doors.callback;

import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.gateway.Callback;
import dev.countersign.people.gateway.Receipts;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/// `/callbacks/{gateway}`: delivery receipts. Only a signed one is believed; a forged one, one that is not the last
/// word and one that nobody waits for are answered alike.
@RestController
final class ReceiptCalls {
    private static final int LONGEST = 64 * 1024;

    private final List<Receipts> receipts;
    private final Outbox outbox;
    private final InstantSource clock;

    ReceiptCalls(List<Receipts> receipts, Outbox outbox, InstantSource clock) {
        this.receipts = receipts;
        this.outbox = outbox;
        this.clock = clock;
    }

    @RequestMapping(
            path = "/callbacks/{gateway}",
            method = {RequestMethod.POST, RequestMethod.GET})
    ResponseEntity<Void> receive(HttpServletRequest request, @PathVariable String gateway) throws IOException {
        // Before anything asks for a parameter: that would read the body of a form.
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            return ResponseEntity.status(413).build();
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, request.getHeader(name));
        }
        Callback callback = new Callback(
                headers,
                Objects.requireNonNullElse(request.getQueryString(), ""),
                new String(body, StandardCharsets.UTF_8));
        receipts.stream()
                .filter(each -> each.gateway().equals(gateway))
                .findFirst()
                .flatMap(each -> each.read(callback))
                .ifPresent(receipt ->
                        outbox.receipt(receipt.gateway(), receipt.reference(), receipt.arrived(), clock.instant()));
        return ResponseEntity.noContent().build();
    }
}
