package dev.countersign.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A test that runs on SQLite and on PostgreSQL. It takes a [Databases], asks it for [Databases#fresh()], and
/// leaves the closing to the extension.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(Databases.class)
@ExtendWith(CloseDatabases.class)
public @interface EachDatabase {}
