package dev.countersign.wiring;

import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What surrounds the rooms: the settings, the data folder, and the proxies that are believed.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
class Surroundings {
    /// Taken before the database is opened, and let go after it is closed.
    @Bean
    DataFolder dataFolder(Settings settings) {
        return DataFolder.take(settings.folder());
    }

    /// Makes the address of a request that of the client when, and only when, the connection comes from a trusted
    /// proxy. The scheme and the host are not taken from it: those come from `countersign.base-url`.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> trustedProxies(Settings settings) {
        return server -> {
            if (!settings.trustedProxies().isEmpty()) {
                RemoteIpValve valve = new RemoteIpValve();
                valve.setInternalProxies(String.join(",", settings.trustedProxies()));
                valve.setRemoteIpHeader("X-Forwarded-For");
                valve.setProtocolHeader(null);
                server.addEngineValves(valve);
            }
        };
    }
}
