package dev.countersign.wiring;

import org.springframework.boot.context.properties.bind.DefaultValue;

/// What sites behind a proxy may take of this server.
public record SiteSettings(
        @About(
                "How much memory, in MiB, may be used to remember who is let into sites behind a proxy. What does not fit is read from the database again.")
        @DefaultValue("16")
        int cacheMib) {
    public SiteSettings {
        Checks.range("countersign.sites.cache-mib", cacheMib, 1, 1024);
    }

    long cacheBytes() {
        return (long) cacheMib * 1024 * 1024;
    }
}
