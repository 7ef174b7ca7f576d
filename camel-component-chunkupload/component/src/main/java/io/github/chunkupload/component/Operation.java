package io.github.chunkupload.component;

import org.apache.camel.Exchange;

/** One thing a producer can do with an exchange. Thread-safe. */
@FunctionalInterface
interface Operation {

    /** Does it, and leaves the result in the exchange. What it throws fails the exchange. */
    void run(Exchange exchange) throws Exception;
}
