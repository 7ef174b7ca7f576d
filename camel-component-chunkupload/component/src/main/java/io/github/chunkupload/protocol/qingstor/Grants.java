package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.OptionSpec;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What buckets grant to callers without credentials: the group {@code QS_ALL_USERS} of the manual's access control lists. It is set by
 * configuration and only told over the wire.
 *
 * @param everywhere whether all buckets grant reading and writing, as far as the store behind says no more
 * @param readable buckets that grant reading
 * @param writable buckets that grant writing
 */
record Grants(BooleanSupplier everywhere, Set<String> readable, Set<String> writable) {

    static final OptionSpec READ = new OptionSpec("anonymousRead",
        "Buckets, separated by commas, whose objects a gateway lets anybody read without credentials.", "");
    static final OptionSpec WRITE = new OptionSpec("anonymousWrite",
        "Buckets, separated by commas, into which a gateway lets anybody upload without credentials.", "");

    /** What an operation needs. */
    enum Permission {
        /** To read objects. */
        READ,
        /** To write objects. */
        WRITE,
        /** One of the two. */
        ANY,
        /** More than a bucket can grant to anonymous callers. */
        OWNER
    }

    /**
     * Returns what the settings of a server grant.
     *
     * @throws IllegalArgumentException when they name what is no bucket, or none that is served
     */
    static Grants of(ServerSettings settings) {
        return new Grants(settings::anonymous, buckets(settings, READ), buckets(settings, WRITE));
    }

    /** Returns whether {@code bucket} grants {@code permission} to everybody. */
    boolean grants(String bucket, Permission permission) {
        return switch (permission) {
            case READ -> everywhere.getAsBoolean() || readable.contains(bucket);
            case WRITE -> everywhere.getAsBoolean() || writable.contains(bucket);
            case ANY -> grants(bucket, Permission.READ) || grants(bucket, Permission.WRITE);
            case OWNER -> false;
        };
    }

    /**
     * Refuses an anonymous caller what the bucket does not grant. What others may do is for the store to say.
     *
     * @throws UploadException with {@link Failure#FORBIDDEN}
     */
    void check(Caller caller, String bucket, Permission permission) {
        if (caller.isAnonymous() && !grants(bucket, permission)) {
            throw UploadException.of(Failure.FORBIDDEN, permission == Permission.OWNER
                ? "That is never allowed to anonymous callers" : "The bucket does not allow that to anonymous callers");
        }
    }

    private static Set<String> buckets(ServerSettings settings, OptionSpec option) {
        Set<String> names = Arrays.stream(settings.options().getOrDefault(option.name(), option.defaultValue()).split(","))
            .map(String::strip).filter(name -> !name.isEmpty()).collect(Collectors.toUnmodifiableSet());
        for (String name : names) {
            try {
                QingStorKeys.checkBucket(name);
            } catch (UploadException e) {
                throw new IllegalArgumentException("protocol." + option.name() + " names '" + name + "', which is no bucket: "
                    + e.getMessage(), e);
            }
            if (!settings.buckets().isEmpty() && !settings.buckets().contains(name)) {
                throw new IllegalArgumentException("protocol." + option.name() + " names the bucket " + name + ", which is not served");
            }
        }
        return names;
    }
}
