package io.github.chunkupload.examples.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * What outlives every node: uploads under way, and what was gathered of them.
 *
 * @param url of PostgreSQL or H2, with user and password
 */
record Database(String url) {

    private static final String GATHERED = "cluster_gather";
    private static final long RECOVERY_MILLIS = 1000;

    DataSource source() {
        if (url.startsWith("jdbc:postgresql:")) {
            PGSimpleDataSource postgres = new PGSimpleDataSource();
            postgres.setUrl(url);
            return postgres;
        }
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl(url);
        return h2;
    }

    /** Makes the tables of the aggregation repository; those of the journal make themselves. */
    void prepare() throws SQLException {
        String bytes = url.startsWith("jdbc:postgresql:") ? "BYTEA" : "BLOB";
        try (Connection connection = source().getConnection(); Statement statement = connection.createStatement()) {
            for (String table : new String[] {GATHERED, GATHERED + "_completed"}) {
                statement.execute("CREATE TABLE IF NOT EXISTS " + table + " (id VARCHAR(255) PRIMARY KEY, exchange " + bytes
                    + " NOT NULL, version BIGINT NOT NULL)");
            }
        }
    }

    JdbcAggregationRepository repository(DataSource source) {
        JdbcAggregationRepository repository = new JdbcAggregationRepository(new DataSourceTransactionManager(source), GATHERED, source);
        repository.setRecoveryInterval(RECOVERY_MILLIS);
        return repository;
    }
}
