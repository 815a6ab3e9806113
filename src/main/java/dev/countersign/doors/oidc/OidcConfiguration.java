package dev.countersign.doors.oidc;

import dev.countersign.journeys.authorization.AppRooms;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the door for apps behind the headers and the firewall, and ahead of the pages.
@Configuration(proxyBeanMethods = false)
class OidcConfiguration {
    @Bean
    FilterRegistrationBean<AppDoor> appDoor(ObjectProvider<AppRooms> apps, InstantSource clock) {
        FilterRegistrationBean<AppDoor> filter = new FilterRegistrationBean<>(new AppDoor(apps, clock));
        filter.addUrlPatterns("/oauth2/*", "/.well-known/*");
        filter.setOrder(0);
        return filter;
    }
}
