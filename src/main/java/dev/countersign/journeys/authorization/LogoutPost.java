package dev.countersign.journeys.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.ground.outside.OutsideCalls;
import dev.countersign.ground.outside.OutsideOutcome.Answered;
import dev.countersign.ground.outside.OutsideOutcome.NotAllowed;
import dev.countersign.ground.outside.OutsideOutcome.Unreached;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;

/// Posts logout tokens to apps (OpenID Connect Back-Channel Logout §2.5). An owner of an organisation says where to, so
/// addresses inside the server's own network are reached only where the operator allows it.
public final class LogoutPost implements LogoutDelivery {
    private final OutsideCalls calls;

    /// The delivery by those calls.
    public LogoutPost(OutsideCalls calls) {
        this.calls = calls;
    }

    @Override
    public Delivered post(String address, String logoutToken) {
        byte[] body = ("logout_token=" + URLEncoder.encode(logoutToken, UTF_8)).getBytes(UTF_8);
        Map<String, String> headers =
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Cache-Control", "no-store");
        return switch (calls.post(URI.create(address), headers, body)) {
            // §2.8: 200 says that it was done, 400 that it never will be.
            case Answered(int status, String _, String _) ->
                status / 100 == 2 ? Delivered.TAKEN : status == 400 ? Delivered.NEVER : Delivered.LATER;
            case NotAllowed _ -> Delivered.NEVER;
            case Unreached _ -> Delivered.LATER;
        };
    }
}
