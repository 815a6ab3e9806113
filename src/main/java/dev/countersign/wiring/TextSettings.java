package dev.countersign.wiring;

import dev.countersign.factors.outofband.TextQuota;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The gateways for text messages, where there are any.
public record TextSettings(
        @About(
                value =
                        "The gateways for text messages in the order they are tried, separated by commas: `twilio`, `vonage`, `smpp`, `webhook`.",
                unset = "no text messages are sent")
        @DefaultValue
        List<String> gateways,

        @About(
                value =
                        "The countries texts may be sent to, as two letters (`ES,PT,DE`). Needed where a gateway is set: every country costs money and is open to message pumping.",
                unset = "none; all while messages only appear on `/dev/outbox`")
        @DefaultValue
        List<String> countries,

        @DefaultValue Quota quota,
        @DefaultValue Twilio twilio,
        @DefaultValue Vonage vonage,
        @DefaultValue Smpp smpp,
        @DefaultValue Webhook webhook) {
    private static final Set<String> KNOWN = Set.of("twilio", "vonage", "smpp", "webhook");

    /// How many texts may be sent.
    public record Quota(
            @About("The budget: texts in a day (UTC); 0 for none. The log warns when 80 % and all of it are used.")
            @DefaultValue("1000")
            int day,

            @About(
                    "Texts in a day to the members of one organisation, and as many by all of its verify-only applications; 0 for no such limit.")
            @DefaultValue("500")
            int organisationDay,

            @About("Texts in a day to one country; 0 for no such limit.") @DefaultValue("500")
            int countryDay,

            @About("Texts in an hour asked for from one network (an IPv4 address or IPv6 /64).") @DefaultValue("10")
            int networkHour,

            @About("How much of a budget, in percent, numbers and addresses may use that are not confirmed yet.")
            @DefaultValue("20")
            int unconfirmedPercent,

            @About(
                    "Texts in a day of one verify-only application; 0 for no such limit. They are counted apart from the budget, which is for accounts.")
            @DefaultValue("200")
            int applicationDay,

            @About("Texts in a day of all verify-only applications together: what they can cost at most; 0 for none.")
            @DefaultValue("1000")
            int applicationsDay,

            @About("Mails in a day of one verify-only application; 0 for no such limit.") @DefaultValue("2000")
            int applicationMailDay) {
        private static final int MOST = 10_000_000;

        public Quota {
            Checks.range("countersign.text.quota.day", day, 0, MOST);
            Checks.range("countersign.text.quota.organisation-day", organisationDay, 0, MOST);
            Checks.range("countersign.text.quota.country-day", countryDay, 0, MOST);
            Checks.range("countersign.text.quota.network-hour", networkHour, 1, MOST);
            Checks.range("countersign.text.quota.unconfirmed-percent", unconfirmedPercent, 0, 100);
            Checks.range("countersign.text.quota.application-day", applicationDay, 0, MOST);
            Checks.range("countersign.text.quota.applications-day", applicationsDay, 0, MOST);
            Checks.range("countersign.text.quota.application-mail-day", applicationMailDay, 0, MOST);
        }

        TextQuota over(TextQuota unset) {
            return new TextQuota(
                    unset.perNumberHour(),
                    unset.perNumberDay(),
                    unset.newNumbersDay(),
                    networkHour,
                    organisationDay,
                    countryDay,
                    day,
                    unconfirmedPercent,
                    new TextQuota.Applications(applicationDay, applicationsDay, applicationMailDay));
        }
    }

    /// An account at Twilio.
    public record Twilio(
            @About(value = "The account SID (`AC…`).", unset = "needed for `twilio`") @Nullable
            String accountSid,

            @About(value = "The auth token; receipts are checked with it, too.", unset = "needed for `twilio`")
            @Nullable
            String authToken,

            @About(
                    value = "The number in E.164 form, the name, or the messaging service (`MG…`) to send from.",
                    unset = "needed for `twilio`")
            @Nullable
            String sender,

            @About("Twilio's interface.") @DefaultValue("https://api.twilio.com")
            URI address) {
        @Override
        public String toString() {
            return "Twilio[***]";
        }
    }

    /// An account at Vonage.
    public record Vonage(
            @About(value = "The API key.", unset = "needed for `vonage`") @Nullable
            String apiKey,

            @About(value = "The API secret.", unset = "needed for `vonage`") @Nullable
            String apiSecret,

            @About(value = "The number or name to send from.", unset = "needed for `vonage`") @Nullable
            String sender,

            @About(
                    value = "The signature secret (SHA-256 HMAC) that receipts are signed with.",
                    unset = "receipts are not believed")
            @DefaultValue("")
            String signatureSecret,

            @About("Vonage's interface.") @DefaultValue("https://rest.nexmo.com")
            URI address) {
        @Override
        public String toString() {
            return "Vonage[***]";
        }
    }

    /// A message centre that speaks SMPP 3.4.
    public record Smpp(
            @About(value = "The message centre's host.", unset = "needed for `smpp`") @Nullable
            String host,

            @About("Its port.") @DefaultValue("2775") int port,

            @About("Whether the line is TLS.") @DefaultValue("false")
            boolean tls,

            @About("The system id to bind with.") @DefaultValue("")
            String systemId,

            @About("Its password, 8 characters at most.") @DefaultValue("")
            String password,

            @About("The system type, often empty.") @DefaultValue("")
            String systemType,

            @About(value = "The number or name to send from.", unset = "needed for `smpp`") @Nullable
            String sender) {
        public Smpp {
            Checks.range("countersign.text.smpp.port", port, 1, 65_535);
        }

        @Override
        public String toString() {
            return "Smpp[***]";
        }
    }

    /// An address of the operator's own that sends texts on.
    public record Webhook(
            @About(value = "Where texts are posted to: `https://…`.", unset = "needed for `webhook`") @Nullable
            URI url,

            @About(
                    value = "The secret that requests and receipts are signed with, 16 characters at least.",
                    unset = "needed for `webhook`")
            @Nullable
            String secret) {
        @Override
        public String toString() {
            return "Webhook[***]";
        }
    }

    public TextSettings {
        gateways = gateways.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .toList();
        countries = countries.stream()
                .map(name -> name.strip().toUpperCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .toList();
        Checks.demand(
                KNOWN.containsAll(gateways) && new HashSet<>(gateways).size() == gateways.size(),
                "countersign.text.gateways",
                "takes twilio, vonage, smpp and webhook, each once");
        Set<String> all = Set.of(Locale.getISOCountries());
        Checks.demand(
                all.containsAll(countries), "countersign.text.countries", "takes countries as two letters, such as ES");
        Checks.demand(
                gateways.isEmpty() || !countries.isEmpty(),
                "countersign.text.countries",
                "must name the countries that texts may be sent to");
        if (gateways.contains("webhook")) {
            URI url = webhook.url();
            Checks.demand(
                    url != null
                            && url.getHost() != null
                            && ("https".equals(url.getScheme()) || Checks.loopback(url.getHost())),
                    "countersign.text.webhook.url",
                    "must start with https:// (http:// is for this machine only)");
        }
    }
}
