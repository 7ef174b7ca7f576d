package io.github.chunkupload.disk;

import io.github.chunkupload.store.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One version of an object, finished or not: the owner of data files. Two versions never share a file.
 *
 * @param object SHA-256 of bucket, NUL and key, in hex; names the object's record
 * @param id 16 random hex digits
 */
record Version(String object, String id) {

    static final String OBJECTS = "objects";
    static final String DATA = "data";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /**
     * A data file by its name.
     *
     * @param version whose it is
     * @param number its number within the version
     */
    record File(Version version, int number) {
    }

    static Version of(ObjectRef object, String id) {
        return new Version(hash(object), id);
    }

    static String hash(ObjectRef object) {
        return hash(object.bucket() + '\0' + object.key());
    }

    static String hash(String name) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }

    /** Returns whether {@code name} is that of a record named by a hash, and whole. */
    static boolean isRecord(String name) {
        return HASH.matcher(name).matches();
    }

    static String objectDirectory(String object) {
        return OBJECTS + "/" + object.substring(0, 2);
    }

    static String objectRecord(String object) {
        return objectDirectory(object) + "/" + object;
    }

    static String dataDirectory(String object) {
        return DATA + "/" + object.substring(0, 2);
    }

    /** Reads the name of a data file, without its directory; empty when it is something else. */
    static Optional<File> parse(String name) {
        String[] words = name.split("\\.");
        boolean ours = words.length == 3 && isRecord(words[0]) && words[1].matches("[0-9a-f]{16}")
            && words[2].matches("[0-9]{1,9}");
        return ours ? Optional.of(new File(new Version(words[0], words[1]), Integer.parseInt(words[2]))) : Optional.empty();
    }

    String directory() {
        return dataDirectory(object);
    }

    /** Returns whether {@code name}, without its directory, is that of a data file of this version. */
    boolean owns(String name) {
        return name.startsWith(object + "." + id + ".");
    }

    /** Returns the name of data file {@code number}. */
    String file(int number) {
        return directory() + "/" + object + "." + id + "." + number;
    }
}
