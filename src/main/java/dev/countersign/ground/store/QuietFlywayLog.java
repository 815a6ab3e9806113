package dev.countersign.ground.store;

import org.flywaydb.core.api.logging.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Flyway's log with everything one level down: what it tells in passing is of no use to an operator, and what goes
/// wrong is said by [StartRefused].
record QuietFlywayLog(Logger logger) implements Log {

    static Log of(Class<?> type) {
        return new QuietFlywayLog(LoggerFactory.getLogger(type));
    }

    @Override
    public void debug(String message) {}

    @Override
    public void info(String message) {
        logger.debug(message);
    }

    @Override
    public void warn(String message) {
        logger.info(message);
    }

    @Override
    public void error(String message) {
        logger.info(message);
    }

    @Override
    public void error(String message, Exception e) {
        logger.info(message, e);
    }

    @Override
    public void notice(String message) {
        logger.debug(message);
    }
}
