package io.github.chunkupload.transfer;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class H2JournalTest extends JdbcJournalContract {

    private static final JdbcDataSource DATABASE = new JdbcDataSource();

    static {
        DATABASE.setURL("jdbc:h2:mem:journal;DB_CLOSE_DELAY=-1");
    }

    @Override
    DataSource database() {
        return DATABASE;
    }
}
