package dev.countersign.doors.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/// Marks a class of handlers under `/api/v1`. Each handler returns an [Answer] and takes exactly one [Caller].
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Controller
@RequestMapping(path = ApiDoor.ROOT, produces = "application/json")
@interface ApiDoor {
    /// Where the API begins.
    String ROOT = "/api/v1";

    /// The path variable of an id. What cannot be one is no route, and so a plain 404.
    String ID = "/{id:[0-9a-f-]{36}}";
}
