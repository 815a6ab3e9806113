package dev.countersign.ground.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.CloseDatabases;
import dev.countersign.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The two folders of migrations make the same schema.
@ExtendWith(CloseDatabases.class)
class MigrationsTest {
    private static final Path FOLDER = Path.of("src/main/resources/db/migration");

    @Test
    void filesWhenListedThenBothFoldersHaveTheSameNames() throws IOException {
        assertThat(names("sqlite")).isNotEmpty().isEqualTo(names("postgresql"));
    }

    @Test
    void columnsWhenMigratedThenBothDatabasesHaveTheSameAndTheSameMayBeMissing() {
        List<String> sqlite = columns(Databases.SQLITE.fresh(), """
                select t.name || '.' || c.name || case when c."notnull" = 1 then ' not null' else '' end
                from pragma_table_list t join pragma_table_info(t.name) c
                where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%'
                  and t.name <> 'flyway_schema_history' order by 1""");
        List<String> postgres = columns(Databases.POSTGRESQL.fresh(), """
                select table_name || '.' || column_name || case when is_nullable = 'NO' then ' not null' else '' end
                from information_schema.columns
                where table_schema = 'public' and table_name <> 'flyway_schema_history'
                order by 1""");

        assertThat(sqlite).contains("audit_event.account_id", "throttle.subject not null");
        assertThat(sqlite).containsExactlyInAnyOrderElementsOf(postgres);
    }

    @Test
    void indexesWhenMigratedThenBothDatabasesHaveTheSame() {
        List<String> sqlite = columns(
                Databases.SQLITE.fresh(),
                "select name from sqlite_schema where type = 'index' and sql is not null and name not like 'flyway%'");
        List<String> postgres = columns(Databases.POSTGRESQL.fresh(), """
                select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relname not like 'flyway%'
                  and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)""");

        assertThat(sqlite).contains("audit_event_of_account").containsExactlyInAnyOrderElementsOf(postgres);
    }

    private static List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> columns(Db db, String sql) {
        return db.read(() -> db.sql().sql(sql).query(String.class).list());
    }
}
