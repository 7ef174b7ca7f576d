package io.github.chunkupload.protocol;

import java.util.List;

/** Tells who may do what; asked for each request, so a change takes effect at once. Thread-safe. */
@FunctionalInterface
public interface Rights {

    /** Returns what {@code user} may do: the name of a key or of the user of a token; empty: whoever comes without credentials. */
    List<Grant> of(String user);
}
