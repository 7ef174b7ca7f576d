package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Access.CustomerKey;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keys of the customer's in headers (page "encryption" of the manual): algorithm, key and the MD5 of the key in a request, algorithm and
 * MD5 in its answer. The key of the object that is made or read has one set of headers, that of a copy's source another.
 */
final class CustomerKeys {

    static final String PREFIX = "x-qs-encryption-";

    private static final String TARGET = "x-qs-encryption-customer-";
    private static final String SOURCE = "x-qs-copy-source-encryption-customer-";
    private static final List<String> NAMES = List.of("algorithm", "key", "key-md5");
    private static final String ALGORITHM = "AES256";

    private CustomerKeys() {
    }

    /**
     * Returns the key for the object that a request makes or reads.
     *
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT} when the three headers are not all there or do not fit together
     */
    static Access in(Headers headers) {
        return in(headers, TARGET);
    }

    /** Returns the key for the source of a copy, as {@link #in} does. */
    static Access ofSource(Headers headers) {
        return in(headers, SOURCE);
    }

    /** Returns whether {@code name}, in lower case, is that of a header of a key. */
    static boolean isName(String name) {
        return NAMES.stream().anyMatch(end -> name.equals(TARGET + end) || name.equals(SOURCE + end));
    }

    /** Returns the headers that bring the key of {@code access}, if it has one. */
    static Headers headers(Access access) {
        return headers(access, TARGET);
    }

    /** Returns the headers that bring the key of a copy's source, if it has one. */
    static Headers sourceHeaders(Access access) {
        return headers(access, SOURCE);
    }

    /** Returns what an answer tells of the key of its request; the key itself is not in it. */
    static Headers answer(Access access) {
        return access.customerKey().map(key -> Headers.of(TARGET + "algorithm", ALGORITHM).with(TARGET + "key-md5", md5(key)))
            .orElse(Headers.NONE);
    }

    /**
     * Refuses an answer that does not confirm the key that was sent: the bytes may then be in the clear, or under another key. The reply
     * is closed in that case.
     *
     * @throws UploadException with {@link Failure#PROTOCOL} when it says nothing of a key, {@link Failure#CUSTOMER_KEY_MISMATCH} when it
     *     tells another one
     */
    static void confirm(Access access, HttpReply reply) {
        confirm(access, reply, Set.of());
    }

    /** As {@link #confirm}, for an answer that may leave the headers out: to HEAD they are of no consequence. */
    static void confirmIfTold(Access access, HttpReply reply) {
        confirm(access, reply, Set.of("algorithm", "key-md5"));
    }

    private static void confirm(Access access, HttpReply reply, Set<String> optional) {
        answer(access).fields().forEach(field -> {
            String name = field.getKey();
            Optional<String> told = reply.header(name);
            if (told.isEmpty() && !optional.contains(name.substring(TARGET.length()))) {
                Replies.close(reply);
                throw UploadException.builder(Failure.PROTOCOL, "The answer has no " + name
                    + ": the service may not have used the customer's key").httpStatus(reply.status()).build();
            }
            if (told.isPresent() && !told.get().equals(field.getValue())) {
                Replies.close(reply);
                throw UploadException.builder(Failure.CUSTOMER_KEY_MISMATCH, "The answer has another " + name + " than the request")
                    .httpStatus(reply.status()).build();
            }
        });
    }

    private static Headers headers(Access access, String prefix) {
        return access.customerKey().map(key -> Headers.of(prefix + "algorithm", ALGORITHM)
            .with(prefix + "key", Base64.getEncoder().encodeToString(key.bytes())).with(prefix + "key-md5", md5(key)))
            .orElse(Headers.NONE);
    }

    private static Access in(Headers headers, String prefix) {
        long present = NAMES.stream().filter(name -> headers.has(prefix + name)).count();
        if (present == 0) {
            return Access.NONE;
        }
        if (present < NAMES.size()) {
            throw invalid("The headers " + prefix + "algorithm, -key and -key-md5 come together or not at all");
        }
        if (!headers.first(prefix + "algorithm").orElse("").equals(ALGORITHM)) {
            throw invalid("The only algorithm is " + ALGORITHM);
        }
        byte[] key = decoded(headers, prefix + "key", 32);
        if (!MessageDigest.isEqual(md5(key), decoded(headers, prefix + "key-md5", 16))) {
            throw invalid("The header " + prefix + "key-md5 is not the MD5 of the key");
        }
        return new Access(Optional.of(new CustomerKey(key)));
    }

    private static byte[] decoded(Headers headers, String name, int length) {
        String wanted = String.format(Locale.ROOT, "The header %s is base64 of %d bytes", name, length);
        try {
            byte[] bytes = Base64.getDecoder().decode(headers.first(name).orElse(""));
            if (bytes.length == length) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw invalid(wanted);
        }
        throw invalid(wanted);
    }

    private static String md5(CustomerKey key) {
        return Base64.getEncoder().encodeToString(md5(key.bytes()));
    }

    private static byte[] md5(byte[] key) {
        try {
            return MessageDigest.getInstance("MD5").digest(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform must have MD5", e);
        }
    }

    private static UploadException invalid(String why) {
        return UploadException.of(Failure.INVALID_ARGUMENT, why);
    }
}
