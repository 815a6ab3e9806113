package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.ClientBodies.SecretRequest;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.doors.api.SiteBodies.ConfigurationView;
import dev.countersign.doors.api.SiteBodies.SiteRequest;
import dev.countersign.doors.api.SiteBodies.SiteRuleRequest;
import dev.countersign.doors.api.SiteBodies.SiteRuleView;
import dev.countersign.doors.api.SiteBodies.SiteView;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.organisation.OrganisationSites;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.site.ProxyKind;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteFault;
import dev.countersign.people.site.SiteFields;
import dev.countersign.people.site.SiteOrigin;
import dev.countersign.people.site.SiteRule;
import dev.countersign.people.site.SiteTerms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// The sites of an organisation behind a proxy.
@ApiDoor
class SitesApi {
    private static final String SITES = "/organisations" + ApiDoor.ID + "/sites";
    private static final String SITE = SITES + "/{siteId:[0-9a-f-]{36}}";

    private final OrganisationSites sites;
    private final OrganisationAnswers answers;
    private final Installation installation;

    SitesApi(OrganisationSites sites, OrganisationAnswers answers, Installation installation) {
        this.sites = sites;
        this.answers = answers;
        this.installation = installation;
    }

    @GetMapping(SITES)
    Answer list(SessionCaller caller, @PathVariable String id, Paging paging) {
        Place after = paging.after();
        return answers.answer(
                sites.list(caller.session(), id),
                listed -> Answer.ok(paging.part(
                        listed.sites().stream()
                                .filter(site -> after == null || site.id().compareTo(after.id()) > 0)
                                .limit(paging.limit() + 1L)
                                .map(site -> view(site, null))
                                .toList(),
                        site -> new Place(site.createdAt(), site.id()))));
    }

    @PostMapping(SITES)
    Answer register(SessionCaller caller, @PathVariable String id, @Body SiteRequest body) {
        SiteTerms terms = terms(body);
        return answers.answer(
                sites.register(caller.session(), id, terms, caller.origin()),
                done -> Answer.created(view(done.site(), done.secret())).andSecret());
    }

    @GetMapping(SITE)
    Answer one(SessionCaller caller, @PathVariable String id, @PathVariable String siteId) {
        return answers.answer(sites.look(caller.session(), id, siteId), seen -> Answer.ok(view(seen.site(), null)));
    }

    @PutMapping(SITE)
    Answer change(SessionCaller caller, @PathVariable String id, @PathVariable String siteId, @Body SiteRequest body) {
        SiteTerms terms = terms(body);
        return answers.answer(
                sites.change(caller.session(), id, siteId, terms, caller.origin()),
                site -> Answer.ok(view(site, null)));
    }

    @PostMapping(SITE + "/secret")
    Answer rotate(
            SessionCaller caller,
            @PathVariable String id,
            @PathVariable String siteId,
            @Body(optional = true) SecretRequest body) {
        boolean atOnce = Boolean.TRUE.equals(body.atOnce());
        return answers.answer(
                sites.rotate(caller.session(), id, siteId, atOnce, caller.origin()),
                done -> Answer.ok(view(done.site(), done.secret())).andSecret());
    }

    @DeleteMapping(SITE)
    Answer remove(SessionCaller caller, @PathVariable String id, @PathVariable String siteId) {
        return answers.none(sites.remove(caller.session(), id, siteId, caller.origin()));
    }

    private static SiteTerms terms(SiteRequest body) {
        SiteFields.Read read = SiteFields.read(texts(body));
        Fields fields = new Fields();
        for (SiteFault fault : read.faults()) {
            String field = fault.line() == 0 ? fault.field() : fault.field() + "[" + (fault.line() - 1) + "]";
            fields.wrong(field, fault.kind().word(), sentence(fault.kind()));
        }
        fields.done();
        return read.terms().orElseThrow();
    }

    private static String sentence(SiteFault.Kind kind) {
        return switch (kind) {
            case MISSING -> "This field is needed.";
            case UNKNOWN -> "This is none of the values that the field takes.";
            case TOO_LONG -> "This is too long, or there are too many.";
            case NOT_AN_ORIGIN -> "Give scheme and host, and perhaps a port. Use https; http only on this machine.";
            case NOT_A_RULE ->
                "Give a path that begins with a slash, who may, methods in capitals, and 1 to 1440 minutes.";
            case OTHER_HOST -> "The site is not reached at that host.";
            case FRESH_FOR_NOBODY -> "What anyone or nobody may open cannot ask for a second step.";
        };
    }

    private static Map<String, String> texts(SiteRequest it) {
        Map<String, String> texts = new HashMap<>();
        put(texts, "name", it.name());
        put(texts, "origins", lines(it.origins()));
        List<SiteRuleRequest> rules = it.rules();
        put(
                texts,
                "rules",
                rules == null ? null : lines(rules.stream().map(SitesApi::line).toList()));
        put(texts, "leastAcr", it.leastAcr());
        return texts;
    }

    // As the line that the page takes. What does not fit into one is no rule.
    private static String line(@Nullable SiteRuleRequest rule) {
        if (rule == null) {
            return "-";
        }
        List<String> methods = rule.methods();
        String line = (methods == null || methods.isEmpty() ? "" : String.join(",", methods) + " ")
                + Objects.requireNonNullElse(rule.host(), "")
                + Objects.requireNonNullElse(rule.path(), "/")
                + " "
                + Objects.requireNonNullElse(rule.who(), "")
                + (rule.freshMinutes() == null ? "" : " fresh " + rule.freshMinutes());
        return oneLine(line);
    }

    private static @Nullable String lines(@Nullable List<String> values) {
        return values == null
                ? null
                : String.join("\n", values.stream().map(SitesApi::oneLine).toList());
    }

    // An entry is one line, whatever is in it: an empty one, or one with a break, is none that can be read.
    private static String oneLine(@Nullable String value) {
        return value == null
                        || value.isBlank()
                        || value.contains("  ")
                        || !value.equals(value.strip())
                        || value.chars().anyMatch(Character::isISOControl)
                        || value.lines().count() != 1
                ? "-"
                : value;
    }

    private static void put(Map<String, String> texts, String field, @Nullable String value) {
        if (value != null) {
            texts.put(field, value);
        }
    }

    private SiteView view(Site site, @Nullable Token secret) {
        SiteTerms terms = site.terms();
        return new SiteView(
                site.id(),
                terms.name(),
                terms.origins().stream().map(SiteOrigin::text).toList(),
                terms.rules().stream().map(SitesApi::rule).toList(),
                terms.leastAcr(),
                site.createdAt(),
                site.oldSecretUntil(),
                secret == null ? null : secret.text(),
                secret == null ? null : configuration(site, secret.text()));
    }

    private static SiteRuleView rule(SiteRule rule) {
        return new SiteRuleView(
                List.copyOf(new TreeSet<>(rule.methods())),
                rule.authority(),
                rule.path(),
                rule.who().word(),
                rule.freshMinutes());
    }

    private ConfigurationView configuration(Site site, String secret) {
        return new ConfigurationView(
                ProxyKind.NGINX.configuration(site, installation.baseUrl(), secret),
                ProxyKind.CADDY.configuration(site, installation.baseUrl(), secret),
                ProxyKind.TRAEFIK.configuration(site, installation.baseUrl(), secret),
                ProxyKind.ENVOY.configuration(site, installation.baseUrl(), secret));
    }
}
