package dev.countersign.wiring;

import dev.countersign.people.organisation.Installation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/// What Spring Security does here: form tokens, headers and the firewall. It signs nobody in and guards no address:
/// who may reach a handler is said by the handler's parameters, and a test holds that every handler says it.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String REPORTS = "/csp-report";

    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                    + "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
                    + "object-src 'none'; report-uri " + REPORTS + "; report-to csp";

    private static final String NO_PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'";

    private final Installation installation;

    SecurityConfiguration(Installation installation) {
        this.installation = installation;
    }

    @Bean
    @Order(1)
    SecurityFilterChain assetChain(HttpSecurity http) {
        return bare(http.securityMatcher("/assets/**"))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(headers -> {
                    everywhere(headers, NO_PAGE_POLICY);
                    headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable);
                })
                .build();
    }

    /// The same for what apps call; the pages that an app sends people to are pages like any other.
    @Bean
    @Order(2)
    SecurityFilterChain appChain(HttpSecurity http) {
        return bare(http.securityMatcher(
                        "/.well-known/**",
                        "/oauth2/token",
                        "/oauth2/jwks",
                        "/oauth2/userinfo",
                        "/oauth2/introspect",
                        "/oauth2/revoke",
                        "/oauth2/device_authorization"))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(headers -> everywhere(headers, NO_PAGE_POLICY))
                .build();
    }

    /// Callers that send no cookies, so nobody can send a form in their name.
    @Bean
    @Order(2)
    SecurityFilterChain callChain(HttpSecurity http) {
        return bare(http.securityMatcher("/api/**", "/callbacks/**", "/health", REPORTS))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(headers -> everywhere(headers, NO_PAGE_POLICY))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pageChain(HttpSecurity http, AccessDeniedHandler refused) {
        return bare(http)
                .csrf(csrf -> csrf.csrfTokenRepository(formTokens())
                        // An app's own form, which only leads to the same question as its link does.
                        .ignoringRequestMatchers("/oauth2/authorize", "/oauth2/logout")
                        // Masked anew on every page, so that compressed answers give nothing away (BREACH).
                        .csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler()))
                .exceptionHandling(handling -> handling.accessDeniedHandler(refused))
                .headers(headers -> {
                    everywhere(headers, PAGE_POLICY);
                    headers.addHeaderWriter((request, response) ->
                            response.setHeader("Reporting-Endpoints", "csp=\"" + REPORTS + "\""));
                })
                .build();
    }

    private CookieCsrfTokenRepository formTokens() {
        boolean secure = installation.secure();
        CookieCsrfTokenRepository repository = new CookieCsrfTokenRepository();
        repository.setCookieName(secure ? "__Host-countersign_csrf" : "countersign_csrf");
        repository.setCookiePath("/");
        repository.setCookieCustomizer(
                cookie -> cookie.httpOnly(true).secure(secure).sameSite("Lax").path("/"));
        return repository;
    }

    private static HttpSecurity bare(HttpSecurity http) {
        return http.anonymous(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable);
    }

    private void everywhere(HeadersConfigurer<HttpSecurity> headers, String contentPolicy) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(contentPolicy))
                .frameOptions(FrameOptionsConfig::deny)
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(policy -> policy.policy("publickey-credentials-get=(self), "
                        + "publickey-credentials-create=(self), otp-credentials=(self), camera=(), geolocation=(), "
                        + "microphone=()"))
                .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
        if (installation.secure()) {
            // The proxy in front may speak plain http to this process: what counts is how browsers reach it.
            headers.httpStrictTransportSecurity(hsts -> hsts.requestMatcher(AnyRequestMatcher.INSTANCE)
                    .includeSubDomains(false)
                    .maxAgeInSeconds(31_536_000));
        } else {
            headers.httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable);
        }
    }
}
