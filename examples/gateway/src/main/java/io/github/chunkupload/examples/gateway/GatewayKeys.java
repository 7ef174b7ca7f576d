package io.github.chunkupload.examples.gateway;

import io.github.chunkupload.protocol.Credentials;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;

/**
 * What clients come in with: what the user has set, else what was made at the first start and is kept in the file
 * {@code credentials.properties} of the data directory, which nobody but its owner may read.
 *
 * @param accessKey name of the key
 * @param secretKey belongs to it
 * @param token for Cayman
 * @param made whether anything of it was made just now, so that it has to be told
 */
record GatewayKeys(String accessKey, String secretKey, String token, boolean made) {

    /** The name of the file. */
    static final String FILE = "credentials.properties";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Keeps secrets to itself. */
    @Override
    public String toString() {
        return "GatewayKeys[" + accessKey + "]";
    }

    /** Takes what is set, reads what was made, and makes and keeps what is missing. */
    static GatewayKeys of(GatewaySettings settings) throws IOException {
        Path file = settings.data().resolve(FILE);
        Properties kept = read(file);
        int before = kept.size();
        if (settings.accessKey().isEmpty()) {
            kept.putIfAbsent("accessKey", "GW" + random(12));
            kept.putIfAbsent("secretKey", random(30));
        }
        if (settings.token().isEmpty()) {
            kept.putIfAbsent("token", random(24));
        }
        boolean made = kept.size() > before;
        if (made) {
            write(file, kept);
        }
        return new GatewayKeys(settings.accessKey().orElse(kept.getProperty("accessKey")),
            settings.secretKey().orElse(kept.getProperty("secretKey")), settings.token().orElse(kept.getProperty("token")), made);
    }

    /** Returns the key that clients sign with. */
    Credentials key() {
        return Credentials.of(accessKey, secretKey);
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        }
        return properties;
    }

    /** Writes beside and renames: half a file is never read, and never readable by others. */
    private static void write(Path file, Properties properties) throws IOException {
        StringWriter text = new StringWriter();
        properties.store(text, "Made at the first start. Delete this file to have others made.");
        Files.createDirectories(file.getParent());
        Path beside = file.resolveSibling(FILE + "~");
        Files.deleteIfExists(beside);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
            : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns letters, digits, {@code -} and {@code _} of so many random bytes. */
    private static String random(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
