package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.body.Buffer;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Optional;

/**
 * The fields of a request, and its block where it has one. Closing it returns the memory of the block. Fields nobody asks for mean
 * nothing: clients send many.
 *
 * @param fields decoded
 * @param block the bytes of the data part, wherever it stood among the fields
 */
record CaymanForm(Query fields, Optional<Buffer> block) implements AutoCloseable {

    /** Returns the first of these fields that is there; they are names of the same thing. */
    Optional<String> first(String... names) {
        for (String name : names) {
            Optional<String> value = fields.first(name);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    /**
     * Returns a field that must be there.
     *
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT}
     */
    String required(String... names) {
        return first(names).orElseThrow(() -> UploadException.of(Failure.INVALID_ARGUMENT, "The field " + names[0] + " is missing"));
    }

    /**
     * Returns a number from 0; {@code otherwise} when the field is missing or empty.
     *
     * @throws UploadException with {@link Failure#INVALID_RANGE} when it is negative or beyond 2^63-1, {@link Failure#INVALID_ARGUMENT}
     *     when it is no number
     */
    long number(long otherwise, String... names) {
        String text = first(names).map(CaymanForm::bare).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("-?[0-9]+")) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The field " + names[0] + " is not a number");
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException tooLarge) {
            throw UploadException.of(Failure.INVALID_RANGE, "The field " + names[0] + " is beyond 2^63-1", tooLarge);
        }
        throw UploadException.of(Failure.INVALID_RANGE, "The field " + names[0] + " is negative");
    }

    private static String bare(String text) {
        String stripped = text.strip();
        boolean quoted = stripped.length() >= 2 && stripped.startsWith("\"") && stripped.endsWith("\"");
        return quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
    }

    @Override
    public void close() {
        block.ifPresent(Buffer::close);
    }
}
