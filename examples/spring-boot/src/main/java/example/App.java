package example;

import static org.springframework.security.config.Customizer.withDefaults;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/// An app behind Countersign: everybody signs in, administration wants two steps. docs/integrating/spring-boot.md says
/// how to start it.
@SpringBootApplication
@RestController
public class App {
    private static final String TWO_STEPS = "urn:countersign:aal2";
    /// A passkey: both steps in one, and more than two steps.
    private static final String PASSKEY = "phr";
    private static final Set<String> STRONG = Set.of(TWO_STEPS, PASSKEY);
    private static final Duration FRESH = Duration.ofMinutes(10);

    public static void main(String[] arguments) {
        SpringApplication.run(App.class, arguments);
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, ClientRegistrationRepository registrations) {
        var signOut = new OidcClientInitiatedLogoutSuccessHandler(registrations);
        signOut.setPostLogoutRedirectUri("{baseUrl}/bye");
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/bye", "/failed")
                        .permitAll()
                        .requestMatchers("/admin")
                        .access(twoSteps())
                        .anyRequest()
                        .authenticated())
                .oauth2Login(login -> login.loginPage("/oauth2/authorization/countersign")
                        .failureUrl("/failed")
                        .authorizationEndpoint(it -> it.authorizationRequestResolver(asking(registrations))))
                .exceptionHandling(it -> it.accessDeniedHandler(App::secondStep))
                .logout(it -> it.logoutSuccessHandler(signOut))
                .oidcLogout(it -> it.backChannel(withDefaults()))
                .build();
    }

    /// What the ID token says decides, each time.
    private static AuthorizationManager<RequestAuthorizationContext> twoSteps() {
        return (authentication, _) -> new AuthorizationDecision(
                authentication.get().getPrincipal() instanceof OidcUser user
                        && STRONG.contains(String.valueOf(user.getIdToken().getAuthenticationContextClass()))
                        && user.getIdToken().getAuthenticatedAt() != null
                        && user.getIdToken().getAuthenticatedAt().plus(FRESH).isAfter(Instant.now()));
    }

    /// Whoever lacks the second step is sent to take it, and comes back to where they wanted to go.
    private static void secondStep(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied) throws IOException {
        if (!request.getServletPath().equals("/admin")) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        new HttpSessionRequestCache().saveRequest(request, response);
        response.sendRedirect("/oauth2/authorization/second-step");
    }

    private static OAuth2AuthorizationRequestResolver asking(ClientRegistrationRepository registrations) {
        var asking = new DefaultOAuth2AuthorizationRequestResolver(registrations);
        asking.setAuthorizationRequestCustomizer(request -> request.attributes(attributes -> {
            if ("second-step".equals(attributes.get("registration_id"))) {
                request.additionalParameters(Map.of("acr_values", TWO_STEPS, "max_age", FRESH.toSeconds()));
            }
        }));
        return asking;
    }

    @GetMapping(path = {"/", "/admin"}, produces = MediaType.TEXT_HTML_VALUE)
    String page(HttpServletRequest request, @AuthenticationPrincipal OidcUser user, CsrfToken token) {
        return """
                <!doctype html><html lang="en"><title>%1$s</title><h1>%1$s</h1>
                <p>Signed in: %2$s (%3$s)</p>
                <p><a href="/admin">Administration</a></p>
                <form action="/logout" method="post"><input type="hidden" name="_csrf" value="%4$s"><button>Sign out</button></form>
                """.formatted(
                        request.getServletPath().equals("/admin") ? "Administration" : "Orders",
                        HtmlUtils.htmlEscape(user.getEmail()),
                        HtmlUtils.htmlEscape(String.valueOf(user.getIdToken().getAuthenticationContextClass())),
                        token.getToken());
    }

    @GetMapping(path = "/bye", produces = MediaType.TEXT_HTML_VALUE)
    String bye() {
        return open("Signed out");
    }

    /// The person said no, or may not: asking again by itself would go round in circles.
    @GetMapping(path = "/failed", produces = MediaType.TEXT_HTML_VALUE)
    String failed() {
        return open("You are not signed in");
    }

    private static String open(String said) {
        return "<!doctype html><html lang=\"en\"><title>%1$s</title><h1>%1$s</h1><p><a href=\"/\">Sign in</a></p>".formatted(said);
    }
}
