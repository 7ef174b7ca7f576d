package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.body.BufferPool;
import io.github.chunkupload.protocol.OptionSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What only Cayman has to be told.
 *
 * @param values as set by the user
 */
record CaymanOptions(Map<String, String> values) {

    private static final OptionSpec SIGNATURE = new OptionSpec("signature",
        "formula: the signature is made with the secret key; fixed: the secret key is the signature, ready-made.", "formula");
    private static final OptionSpec REQUIRE_SIGNATURE = new OptionSpec("requireSignature",
        "Whether the server wants an Authorization beside the token.", "false");
    private static final OptionSpec LOGIN = new OptionSpec("login",
        "Whether the server gives a token to whoever tells the name of a key and its secret as user and password.", "false");
    private static final OptionSpec TOKEN_HOURS = new OptionSpec("tokenHours", "How long such a token lets in, in hours.", "24");
    private static final OptionSpec PARALLEL = new OptionSpec("parallel",
        "Whether the client sends blocks side by side; how the vendor's servers take that is not known.", "false");
    private static final OptionSpec BLOCK_MEMORY = new OptionSpec("blockMemory",
        "Bytes of memory for blocks on the server; while none is free, requests are not read.",
        String.valueOf(Math.max(BufferPool.DEFAULT_CAPACITY, CaymanLimits.MAX_BLOCK + 1L)));

    static List<OptionSpec> specs() {
        return List.of(SIGNATURE, REQUIRE_SIGNATURE, LOGIN, TOKEN_HOURS, PARALLEL, BLOCK_MEMORY);
    }

    /** Returns whether secret keys are signatures. */
    boolean fixedSignature() {
        String value = value(SIGNATURE);
        if (!value.equals("formula") && !value.equals("fixed")) {
            throw new IllegalArgumentException("signature must be formula or fixed");
        }
        return value.equals("fixed");
    }

    boolean requireSignature() {
        return Boolean.parseBoolean(value(REQUIRE_SIGNATURE));
    }

    boolean login() {
        return Boolean.parseBoolean(value(LOGIN));
    }

    /** Returns how long a token that was got by logging in lets in. */
    Duration tokenLife() {
        String hours = value(TOKEN_HOURS);
        if (!hours.matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException("tokenHours must be a number of hours from 1 to 99999");
        }
        return Duration.ofHours(Long.parseLong(hours));
    }

    boolean parallel() {
        return Boolean.parseBoolean(value(PARALLEL));
    }

    /** Returns the memory for blocks. */
    BufferPool blockMemory() {
        long bytes;
        try {
            bytes = Long.parseLong(value(BLOCK_MEMORY));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("blockMemory must be a number of bytes", e);
        }
        if (bytes <= CaymanLimits.MAX_BLOCK) {
            throw new IllegalArgumentException("blockMemory must be more than the " + CaymanLimits.MAX_BLOCK + " bytes of one block");
        }
        return new BufferPool(bytes);
    }

    private String value(OptionSpec option) {
        return values.getOrDefault(option.name(), option.defaultValue());
    }
}
