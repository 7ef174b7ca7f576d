package io.github.chunkupload.transfer;

import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.transfer.UploadJournal.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The two tables of a {@link JdbcJournal} and how entries stand in them. Plain SQL with VARCHAR, BIGINT and INTEGER only, so that any
 * database takes it. Times are milliseconds since 1970. A text that an application left empty may come back as null (Oracle).
 */
final class JdbcTables {

    private static final int HINT = 1000;

    /** A table, made apart from the others: whoever begins after a crash in between makes what is missing. */
    enum Table {

        UPLOAD("chunkupload_upload", "CREATE TABLE chunkupload_upload (id VARCHAR(80) NOT NULL PRIMARY KEY, "
            + "object_id VARCHAR(40) NOT NULL, fence BIGINT NOT NULL, leased_until BIGINT NOT NULL, phase VARCHAR(20) NOT NULL, "
            + "endpoint VARCHAR(1000), bucket VARCHAR(300), object_key VARCHAR(2000), source_size BIGINT, source_modified BIGINT, "
            + "source_changed BIGINT, source_file VARCHAR(300), found_at VARCHAR(1000), upload_id VARCHAR(2000), "
            + "store_part_size BIGINT, one_by_one INTEGER, contiguous BIGINT, part_size BIGINT, mark VARCHAR(100), "
            + "customer_key VARCHAR(200), begun BIGINT, sums VARCHAR(300))",
            "CREATE INDEX chunkupload_upload_object ON chunkupload_upload (object_id)"),
        PART("chunkupload_part", "CREATE TABLE chunkupload_part (id VARCHAR(80) NOT NULL, part_index INTEGER NOT NULL, "
            + "part_offset BIGINT NOT NULL, part_length BIGINT NOT NULL, etag VARCHAR(1000), sums VARCHAR(300), "
            + "proof VARCHAR(20) NOT NULL, PRIMARY KEY (id, part_index))");

        private final String name;
        private final String[] statements;

        Table(String name, String... statements) {
            this.name = name;
            this.statements = statements;
        }

        boolean isThere(Connection connection) {
            try (Statement statement = connection.createStatement()) {
                statement.executeQuery("SELECT id FROM " + name + " WHERE 1 = 0").close();
                return true;
            } catch (SQLException notThere) {
                return false;
            }
        }

        void create(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                for (String each : statements) {
                    statement.executeUpdate(each);
                }
            }
        }
    }

    private JdbcTables() {
    }

    static String id(Key key) {
        return JournalNames.object(key.endpoint(), key.object()) + "-" + JournalNames.source(key);
    }

    /** Runs one statement with its parameters, which are texts, longs and ints; returns the rows that it changed. */
    static int run(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (parameters[i] instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else {
                statement.setString(i + 1, (String) parameters[i]);
            }
        }
    }

    static void insert(Connection connection, JournalEntry entry, long fence, long until) throws SQLException {
        Key key = entry.key();
        run(connection, "INSERT INTO chunkupload_upload (id, object_id, fence, leased_until, phase, endpoint, bucket, object_key, "
            + "source_size, source_modified, source_changed, source_file, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id(key), JournalNames.object(key.endpoint(), key.object()), fence, until, entry.phase().name(), key.endpoint(),
            key.object().bucket(), key.object().key(), key.source().size(), key.source().modified(), key.source().changed(),
            key.source().fileKey(), cut(entry.hint()));
    }

    /** Keeps the end of a long path: it tells most. */
    private static String cut(String hint) {
        return hint.length() <= HINT ? hint : hint.substring(hint.length() - HINT);
    }

    static void update(Connection connection, JournalEntry entry) throws SQLException {
        Admission.Open admission = entry.admission();
        String secret = entry.customerKey().map(verifier -> verifier.salt() + ":" + verifier.mac()).orElse("");
        run(connection, "UPDATE chunkupload_upload SET phase = ?, source_changed = ?, upload_id = ?, store_part_size = ?, one_by_one = ?, "
            + "contiguous = ?, part_size = ?, mark = ?, customer_key = ?, begun = ?, sums = ? WHERE id = ?", entry.phase().name(),
            entry.key().source().changed(), entry.upload().uploadId(), admission.partSize(), admission.serial() ? 1 : 0,
            admission.contiguous(), entry.partSize(), entry.tag(), secret, entry.begun().toEpochMilli(), text(entry.sums()),
            id(entry.key()));
    }

    static void put(Connection connection, String id, ConfirmedPart part) throws SQLException {
        Object[] values = {part.slot().offset(), part.slot().length(), part.etag(), text(part.sums()), part.proof().name(), id,
            part.slot().index()};
        int known = run(connection, "UPDATE chunkupload_part SET part_offset = ?, part_length = ?, etag = ?, sums = ?, proof = ? "
            + "WHERE id = ? AND part_index = ?", values);
        if (known == 0) {
            run(connection, "INSERT INTO chunkupload_part (part_offset, part_length, etag, sums, proof, id, part_index) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?)", values);
        }
    }

    /** Returns the entries that the condition selects, with their parts. */
    static List<JournalEntry> entries(Connection connection, String condition, String... parameters) throws SQLException {
        List<JournalEntry> found = new ArrayList<>();
        String sql = "SELECT endpoint, bucket, object_key, source_size, source_modified, source_changed, source_file, found_at, "
            + "phase, upload_id, store_part_size, one_by_one, contiguous, part_size, mark, customer_key, begun, sums "
            + "FROM chunkupload_upload WHERE ";
        try (PreparedStatement statement = connection.prepareStatement(sql + condition)) {
            set(statement, (Object[]) parameters);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(entry(rows));
                }
            }
        }
        for (int i = 0; i < found.size(); i++) {
            found.set(i, found.get(i).with(parts(connection, id(found.get(i).key()))));
        }
        return found;
    }

    private static JournalEntry entry(ResultSet row) throws SQLException {
        ObjectRef object = new ObjectRef(text(row, "bucket"), text(row, "object_key"));
        SourceIdentity source = new SourceIdentity(row.getLong("source_size"), row.getLong("source_modified"),
            row.getLong("source_changed"), text(row, "source_file"));
        JournalEntry fresh = JournalEntry.fresh(new Key(text(row, "endpoint"), object, source), text(row, "found_at"));
        JournalEntry.Phase phase = JournalEntry.Phase.valueOf(row.getString("phase"));
        if (phase == JournalEntry.Phase.NEW) {
            return fresh;
        }
        Admission.Open admission = new Admission.Open(new UploadRef(object, text(row, "upload_id")), row.getLong("store_part_size"),
            row.getInt("one_by_one") != 0, row.getLong("contiguous"));
        return fresh.opened(admission, row.getLong("part_size"), text(row, "mark"), verifier(text(row, "customer_key")),
            sums(text(row, "sums")), Instant.ofEpochMilli(row.getLong("begun"))).with(phase);
    }

    private static Optional<KeyVerifier> verifier(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(new KeyVerifier(text.substring(0, colon), text.substring(colon + 1)));
    }

    private static List<ConfirmedPart> parts(Connection connection, String id) throws SQLException {
        List<ConfirmedPart> parts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT part_index, part_offset, part_length, etag, sums, proof FROM chunkupload_part WHERE id = ?")) {
            statement.setString(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    PartSlot slot = new PartSlot(rows.getInt("part_index"), rows.getLong("part_offset"), rows.getLong("part_length"));
                    Proof proof = Proof.valueOf(rows.getString("proof"));
                    parts.add(new ConfirmedPart(slot, text(rows, "etag"), sums(text(rows, "sums")), proof));
                }
            }
        }
        return parts;
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static String text(Checksums sums) {
        return sums.known().stream().map(digest -> digest.token() + ":" + sums.get(digest).orElseThrow()).collect(Collectors.joining(","));
    }

    private static Checksums sums(String text) {
        Checksums sums = Checksums.NONE;
        for (String each : text.isEmpty() ? new String[0] : text.split(",")) {
            int colon = each.indexOf(':');
            sums = sums.with(Digest.of(each.substring(0, colon)), each.substring(colon + 1));
        }
        return sums;
    }
}
