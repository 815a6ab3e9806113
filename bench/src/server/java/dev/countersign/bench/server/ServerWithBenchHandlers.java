package dev.countersign.bench.server;

import dev.countersign.Main;
import dev.countersign.ground.secret.SlowHashes;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;

/// The product's server with [BenchHandlers] added to it.
public final class ServerWithBenchHandlers {
    private ServerWithBenchHandlers() {}

    static void main() {
        SpringApplication server = new SpringApplication(Main.class);
        // Spring's ahead-of-time context is named after the main class.
        server.setMainApplicationClass(Main.class);
        server.addInitializers(ServerWithBenchHandlers::addTo);
        server.run();
    }

    private static void addTo(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean(BenchHandlers.class, () -> new BenchHandlers(context.getBean(SlowHashes.class)));
        ((GenericApplicationContext) context)
                .registerBean("benchNothing", FilterRegistrationBean.class, ServerWithBenchHandlers::nothing);
    }

    /// An empty handler where the door for proxies stands: ahead of the framework.
    private static FilterRegistrationBean<Filter> nothing() {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>((request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().equals("/bench-nothing")) {
                response.setContentLength(0);
            } else {
                chain.doFilter(request, response);
            }
        });
        filter.addUrlPatterns("/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
