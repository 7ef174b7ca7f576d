package io.github.chunkupload.transfer;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import javax.sql.DataSource;

/** A real PostgreSQL for tests. */
record Postgres(DataSource database, Closeable server) implements Closeable {

    static Postgres start() throws IOException {
        EmbeddedPostgres embedded = EmbeddedPostgres.start();
        return new Postgres(embedded.getPostgresDatabase(), embedded);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
