package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.body.BufferPool;
import io.github.chunkupload.protocol.OptionSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What only Cayman has to be told.
 *
 * @param values as set by the user
 */
record CaymanOptions(Map<String, String> values) {

    private static final OptionSpec TOKEN = new OptionSpec("token", "ACCESS-TOKEN that the client sends.", "");
    private static final OptionSpec TOKENS = new OptionSpec("tokens",
        "ACCESS-TOKENs that the server knows, as user:token with commas between; empty: it looks at none.", "");
    private static final OptionSpec SIGNATURE = new OptionSpec("signature",
        "formula: the signature is made with the secret key; fixed: the secret key is the signature, ready-made.", "formula");
    private static final OptionSpec REQUIRE_SIGNATURE = new OptionSpec("requireSignature",
        "Whether the server wants an Authorization beside the token.", "false");
    private static final OptionSpec PARALLEL = new OptionSpec("parallel",
        "Whether the client sends blocks side by side; how the vendor's servers take that is not known.", "false");
    private static final OptionSpec BLOCK_MEMORY = new OptionSpec("blockMemory",
        "Bytes of memory for blocks on the server; while none is free, requests are not read.",
        String.valueOf(Math.max(BufferPool.DEFAULT_CAPACITY, CaymanLimits.MAX_BLOCK + 1L)));

    static List<OptionSpec> specs() {
        return List.of(TOKEN, TOKENS, SIGNATURE, REQUIRE_SIGNATURE, PARALLEL, BLOCK_MEMORY);
    }

    String token() {
        return value(TOKEN);
    }

    /**
     * Returns the users by token.
     *
     * @throws IllegalArgumentException when an entry is not {@code user:token}
     */
    Map<String, String> tokens() {
        Map<String, String> users = new TreeMap<>();
        for (String entry : value(TOKENS).split(",")) {
            int colon = entry.indexOf(':');
            if (colon > 0 && colon < entry.length() - 1) {
                users.put(entry.substring(colon + 1).strip(), entry.substring(0, colon).strip());
            } else if (!entry.isBlank()) {
                throw new IllegalArgumentException("An entry of tokens is not user:token");
            }
        }
        return Map.copyOf(users);
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

    /** Returns nothing of the values: tokens are secrets. */
    @Override
    public String toString() {
        return "CaymanOptions[***]";
    }
}
