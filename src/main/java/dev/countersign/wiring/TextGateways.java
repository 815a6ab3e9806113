package dev.countersign.wiring;

import dev.countersign.people.delivery.Gateway;
import dev.countersign.people.gateway.Receipt;
import dev.countersign.people.gateway.Receipts;
import dev.countersign.people.gateway.SmppGateway;
import dev.countersign.people.gateway.SmppSettings;
import dev.countersign.people.gateway.TwilioGateway;
import dev.countersign.people.gateway.TwilioReceipts;
import dev.countersign.people.gateway.TwilioSettings;
import dev.countersign.people.gateway.VonageGateway;
import dev.countersign.people.gateway.VonageReceipts;
import dev.countersign.people.gateway.VonageSettings;
import dev.countersign.people.gateway.WebhookGateway;
import dev.countersign.people.gateway.WebhookReceipts;
import dev.countersign.people.gateway.WebhookSettings;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The gateways for text messages that the settings name, in their order, and what reads their receipts.
final class TextGateways {
    private final List<Gateway> gateways = new ArrayList<>();
    private final List<Receipts> receipts = new ArrayList<>();
    private final List<SmppGateway> lines = new ArrayList<>();

    private TextGateways() {}

    static TextGateways of(Settings settings, InstantSource clock, Consumer<Receipt> arrived) {
        TextGateways made = new TextGateways();
        TextSettings text = settings.text();
        for (String name : text.gateways()) {
            try {
                made.add(name, text, settings.baseUrl(), clock, arrived);
            } catch (IllegalArgumentException e) {
                Checks.demand(false, "countersign.text." + name, "is not complete: " + e.getMessage());
            }
        }
        return made;
    }

    private void add(String name, TextSettings text, URI base, InstantSource clock, Consumer<Receipt> arrived) {
        switch (name) {
            case "twilio" -> {
                TextSettings.Twilio it = text.twilio();
                TwilioSettings made = new TwilioSettings(
                        it.address(), given(it.accountSid()), given(it.authToken()), given(it.sender()), base);
                gateways.add(new TwilioGateway(made, clock));
                receipts.add(new TwilioReceipts(made));
            }
            case "vonage" -> {
                TextSettings.Vonage it = text.vonage();
                VonageSettings made = new VonageSettings(
                        it.address(),
                        given(it.apiKey()),
                        given(it.apiSecret()),
                        given(it.sender()),
                        it.signatureSecret(),
                        base);
                gateways.add(new VonageGateway(made, clock));
                receipts.add(new VonageReceipts(made, clock));
            }
            case "webhook" -> {
                URI url = text.webhook().url();
                if (url == null) {
                    throw new IllegalArgumentException("url is missing");
                }
                WebhookSettings made =
                        new WebhookSettings(url, given(text.webhook().secret()));
                gateways.add(new WebhookGateway(made, clock));
                receipts.add(new WebhookReceipts(made, clock));
            }
            case "smpp" -> {
                TextSettings.Smpp it = text.smpp();
                SmppGateway line = new SmppGateway(
                        new SmppSettings(
                                given(it.host()),
                                it.port(),
                                it.tls(),
                                it.systemId(),
                                it.password(),
                                it.systemType(),
                                given(it.sender())),
                        clock,
                        arrived);
                gateways.add(line);
                lines.add(line);
            }
            default -> throw new IllegalArgumentException(name);
        }
    }

    private static String given(@Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("one of its settings is missing");
        }
        return value.strip();
    }

    List<Gateway> all() {
        return List.copyOf(gateways);
    }

    List<Receipts> receipts() {
        return List.copyOf(receipts);
    }

    void start() {
        lines.forEach(SmppGateway::start);
    }

    void close() {
        lines.forEach(SmppGateway::close);
    }
}
