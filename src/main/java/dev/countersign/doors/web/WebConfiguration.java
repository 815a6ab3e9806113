package dev.countersign.doors.web;

import dev.countersign.pages.Assets;
import dev.countersign.pages.Languages;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// What the pages share: the compiled templates, the words, the files they load, and how their handlers get access.
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    @Bean
    TemplateEngine templateEngine() {
        return TemplateEngine.createPrecompiled(
                null, ContentType.Html, WebConfiguration.class.getClassLoader(), "dev.countersign.pages");
    }

    @Bean
    Languages languages(@Value("${countersign.pseudo-locale:false}") boolean pseudoLocale) {
        return new Languages(pseudoLocale);
    }

    @Bean
    Assets assets() {
        return new Assets();
    }

    /// What no handler answers is told by `ErrorPages`.
    @Bean
    ErrorPageRegistrar errorAddress() {
        return registry -> registry.addErrorPages(new ErrorPage("/error"));
    }

    @Bean
    WebMvcConfigurer pageHandlers(PageArguments arguments) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(arguments);
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new OneValuePerField()).excludePathPatterns("/api/**", "/error", "/oauth2/**");
            }
        };
    }
}
