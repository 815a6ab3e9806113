package dev.countersign.doors.forwardauth;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.journeys.entry.EntryRooms;
import dev.countersign.people.organisation.Installation;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/// Puts the door for proxies before every other filter.
@Configuration(proxyBeanMethods = false)
class ForwardAuthConfiguration {
    @Bean
    FilterRegistrationBean<ForwardAuthFilter> forwardAuth(
            ObjectProvider<EntryRooms> entry, Tokens tokens, Installation installation, InstantSource clock) {
        String baseUrl = installation.baseUrl().toString().replaceFirst("/+$", "");
        FilterRegistrationBean<ForwardAuthFilter> filter =
                new FilterRegistrationBean<>(new ForwardAuthFilter(new Once(entry)::get, tokens, baseUrl, clock));
        filter.addUrlPatterns("/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
