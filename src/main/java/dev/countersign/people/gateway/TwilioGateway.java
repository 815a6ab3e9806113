package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Gateway;
import dev.countersign.people.delivery.Handed;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Sends text messages by Twilio's Messages API, version 2010-04-01.
public final class TwilioGateway implements Gateway {
    private static final Duration LONGEST_VALIDITY = Duration.ofHours(4);
    private static final Duration SHORTEST_VALIDITY = Duration.ofSeconds(5);
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]{2,64}");

    private final TwilioSettings settings;
    private final HttpCall http;

    /// A gateway to that account.
    public TwilioGateway(TwilioSettings settings, InstantSource clock) {
        this(settings, new HttpCall(clock));
    }

    TwilioGateway(TwilioSettings settings, HttpCall http) {
        this.settings = settings;
        this.http = http;
    }

    @Override
    public String name() {
        return "twilio";
    }

    @Override
    public Channel channel() {
        return Channel.TEXT;
    }

    @Override
    public Handed hand(Message message, Letter letter) {
        if (!PhoneNumber.valid(message.to())) {
            return new Handed.RefusedRequest("not a number in E.164 form");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("To", message.to());
        form.put(settings.sender().startsWith("MG") ? "MessagingServiceSid" : "From", settings.sender());
        form.put("Body", letter.text());
        form.put("StatusCallback", settings.receiptUrl());
        form.put("ValidityPeriod", String.valueOf(validity(message).toSeconds()));
        String credentials = settings.accountSid() + ":" + settings.authToken();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        Urls.under(settings.base(), "/2010-04-01/Accounts/" + settings.accountSid() + "/Messages.json"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        return http.post(request, Urls.form(form), TwilioGateway::read);
    }

    /// A code that has expired is not worth keeping for a phone that is switched off.
    private Duration validity(Message message) {
        Duration left = Duration.between(http.clock().instant(), message.expiresAt());
        if (left.compareTo(SHORTEST_VALIDITY) < 0) {
            return SHORTEST_VALIDITY;
        }
        return left.compareTo(LONGEST_VALIDITY) > 0 ? LONGEST_VALIDITY : left;
    }

    private static Handed read(HttpCall.Reply reply) {
        JsonNode body = Json.read(reply.body());
        if (reply.ok()) {
            String sid = body.path("sid").asString("");
            return new Handed.Taken(SID.matcher(sid).matches() ? sid : null);
        }
        int code = body.path("code").asInt(0);
        String reason = "HTTP " + reply.status() + (code == 0 ? "" : ", code " + code);
        // https://www.twilio.com/docs/api/errors
        return switch (code) {
            // SMS Pumping Protection has stopped it.
            case 30450, 30453, 30454 -> new Handed.Fraud(reason);
            // No such number, not one that can get texts, a country that is switched off, or it said STOP.
            case 21211, 21214, 21217, 21265, 21401, 21407, 21408, 21610, 21614, 21635 ->
                new Handed.RefusedRequest(reason);
            // Nothing to say, or too much.
            case 21602, 21605, 21617, 21619 -> new Handed.RefusedRequest(reason);
            // Too many requests, or too many messages waiting for the sender.
            case 20429, 21611, 14107, 63038 -> new Handed.RateLimited(reason, reply.retryAfter());
            // Credentials, a suspended account, a sender that is not ours.
            case 20003, 20005, 20404, 21603, 21606, 21608, 21612, 21659, 21660, 21703, 30002 ->
                new Handed.RefusedTransport(reason);
            default -> HttpCall.byStatus(reply, reason);
        };
    }
}
