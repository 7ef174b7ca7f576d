package io.github.chunkupload.routes;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** The tables of the aggregation repository, in a database that outlives the context that uses them. */
final class GatherTables {

    private final DataSource database;

    GatherTables(DataSource database) throws SQLException {
        this.database = database;
        for (String table : new String[] {"gather", "gather_completed"}) {
            execute("DROP TABLE IF EXISTS " + table);
            execute("CREATE TABLE " + table + " (id VARCHAR(255) PRIMARY KEY, exchange BYTEA NOT NULL, version BIGINT NOT NULL)");
        }
    }

    JdbcAggregationRepository repository() {
        JdbcAggregationRepository repository = new JdbcAggregationRepository(new DataSourceTransactionManager(database), "gather",
            database);
        repository.setRecoveryInterval(300);
        return repository;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns how many uploads are being gathered, or gathered and not finished. */
    int rows() {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT (SELECT COUNT(*) FROM gather) + (SELECT COUNT(*) FROM gather_completed)")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
