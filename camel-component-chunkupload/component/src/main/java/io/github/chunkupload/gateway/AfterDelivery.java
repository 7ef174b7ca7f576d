package io.github.chunkupload.gateway;

/** What becomes of an object after it was delivered. */
public enum AfterDelivery {

    /** It is published: clients can read it. */
    KEEP,

    /** Its bytes go and no client ever sees it; an earlier object of its name stays. A repeated complete is still answered. */
    DELETE
}
