package dev.countersign;

import dev.countersign.wiring.Announcement;
import dev.countersign.wiring.Console;
import dev.countersign.wiring.StartFailure;
import dev.countersign.wiring.UnknownSettings;
import java.io.PrintStream;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/// The process: with no arguments the server, with arguments the operator's command line.
///
/// The parts of Spring Boot that it uses are listed here one by one, so that nothing starts unasked.
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    MultipartAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    SecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class,
    ServletWebSecurityAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
})
@ComponentScan({"dev.countersign.doors", "dev.countersign.wiring"})
public class Main {
    Main() {}

    static void main(String[] arguments) {
        if (arguments.length == 0) {
            serve();
        } else {
            System.exit(console(List.of(arguments)));
        }
    }

    private static void serve() {
        try {
            ConfigurableApplicationContext server = server().run();
            server.getBean(Announcement.class).lines().forEach(System.out::println);
        } catch (SpringApplication.AbandonedRunException e) {
            throw e; // the build, which only wants to see what would start
        } catch (RuntimeException e) {
            tell(e, System.err);
            System.exit(1);
        }
    }

    private static SpringApplication server() {
        SpringApplication server = new SpringApplication(Main.class);
        server.addListeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>)
                event -> UnknownSettings.refuse(event.getEnvironment()));
        return server;
    }

    private static int console(List<String> arguments) {
        PrintStream answer = System.out;
        // What a command prints is for people and programs to go on with, a JSON file for one: the log stands beside
        // it.
        System.setOut(System.err);
        try {
            return Console.run(arguments, answer, System.err);
        } catch (RuntimeException e) {
            tell(e, System.err);
            return 1;
        }
    }

    private static void tell(RuntimeException failure, PrintStream errors) {
        StartFailure.sentence(failure).ifPresentOrElse(errors::println, () -> failure.printStackTrace(errors));
    }
}
