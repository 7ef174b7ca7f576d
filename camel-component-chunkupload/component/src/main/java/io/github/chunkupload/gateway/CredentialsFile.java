package io.github.chunkupload.gateway;

import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Grant;
import io.github.chunkupload.protocol.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials and rights in a file of properties (docs/security.md has the form). Each look-up sees whether the file is another one than
 * before, by its time, size and identity, and reads it again then: keys are changed without a restart. A file that is gone or makes no
 * sense is told to the log once, and what was read before goes on to count. To change it at once for everybody, write another file and
 * rename it. Thread-safe.
 */
public final class CredentialsFile implements CredentialSource {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialsFile.class);
    private static final Stamp GONE = new Stamp(0, -1, null);

    private final Path file;
    private volatile Read read;

    /** What tells one content of the file from another. */
    private record Stamp(long modified, long size, Object identity) {
    }

    private record Read(Stamp stamp, KnownUsers users) {
    }

    private CredentialsFile(Path file, Read read) {
        this.file = file;
        this.read = read;
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException when it cannot be read or makes no sense; no message tells a secret
     */
    public static CredentialsFile open(Path file) {
        Stamp stamp = stamp(file);
        CredentialsFile opened = new CredentialsFile(file, new Read(stamp, parse(file)));
        opened.warnOfReaders();
        return opened;
    }

    @Override
    public Optional<Credentials> find(String accessKey) {
        return users().keys().find(accessKey);
    }

    /** Returns its tokens; they are looked up in the file as it is then. */
    @Override
    public Optional<Tokens> tokens() {
        return users().keys().tokens().isEmpty() ? Optional.empty()
            : Optional.of(token -> users().keys().tokens().flatMap(known -> known.user(token)));
    }

    @Override
    public Optional<Rights> rights() {
        return Optional.of(user -> users().grants().getOrDefault(user, List.<Grant>of()));
    }

    private KnownUsers users() {
        Stamp now = stamp(file);
        return now.equals(read.stamp()) ? read.users() : again();
    }

    private synchronized KnownUsers again() {
        Stamp now = stamp(file);
        if (!now.equals(read.stamp())) {
            KnownUsers users = read.users();
            try {
                users = parse(file);
                LOG.info("The credentials were read again: {} users", users.count());
            } catch (IllegalArgumentException e) {
                LOG.error("The credentials stay as they were: {}", e.getMessage());
            }
            read = new Read(now, users);
        }
        return read.users();
    }

    private static KnownUsers parse(Path file) {
        try {
            return CredentialsParser.parse(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("The file of credentials cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(facts.lastModifiedTime().to(TimeUnit.NANOSECONDS), facts.size(), facts.fileKey());
        } catch (IOException e) {
            return GONE;
        }
    }

    private void warnOfReaders() {
        try {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
            if (allowed.contains(PosixFilePermission.GROUP_READ) || allowed.contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("The file of credentials can be read by others than its owner: chmod 600 it");
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("Who may read the file of credentials is not known", e);
        }
    }
}
