package io.github.chunkupload.testing;

/** What a {@link FaultProxy} can do to one request and its reply. */
public enum Fault {

    /** The connection is reset after some bytes of the request. */
    RESET_IN_REQUEST,
    /** The request arrives whole; the connection is reset after some bytes of the reply, or before the first. */
    RESET_IN_REPLY,
    /** The connection stays open and nothing more passes: neither the request, or not the reply. */
    HALF_OPEN,
    /** The request arrives late. */
    DELAY,
    /** Request and reply trickle. */
    LOW_BANDWIDTH,
    /** The reply breaks off, and the connection ends in due form. */
    TRUNCATED_REPLY,
    /**
     * One bit of the request's body is another one when it arrives. Bodies below 1,000 bytes are let be: orders, which no protocol here
     * protects by a checksum.
     */
    BIT_FLIP,
    /** The request does not arrive; it is answered with 503 and Retry-After, as the protocol does that. */
    REFUSAL,
    /** The request does not arrive; it is answered with 200 and the protocol's document for an error. */
    ERROR_IN_200,
    /** The first reply after the object was made is dropped. */
    LOST_COMPLETE
}
