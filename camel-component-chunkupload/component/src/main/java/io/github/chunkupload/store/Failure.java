package io.github.chunkupload.store;

/** What went wrong, in words that belong to no protocol. Each says by itself what to do about it, unless the exception says else. */
public enum Failure {

    /** The bucket is not there. */
    NO_SUCH_BUCKET(Remedy.GIVE_UP),
    /** There is a bucket of that name. */
    BUCKET_EXISTS(Remedy.GIVE_UP),
    /** The bucket has objects or open uploads. */
    BUCKET_NOT_EMPTY(Remedy.GIVE_UP),
    /** The object is not there. */
    NO_SUCH_OBJECT(Remedy.GIVE_UP),
    /** The upload is not there: never opened, finished, aborted or expired. */
    NO_SUCH_UPLOAD(Remedy.RESTART_UPLOAD),
    /** An object of that name exists and may not be replaced. */
    ALREADY_EXISTS(Remedy.GIVE_UP),
    /** Another upload of that name is open. */
    UPLOAD_OPEN(Remedy.ASK),
    /** Two requests for the same upload met; its state tells who won. */
    CONFLICT(Remedy.ASK),
    /** Bytes arrived that do not have the checksum announced, or the store confirmed another one than was sent. */
    DIGEST_MISMATCH(Remedy.RESEND_PART),
    /** A checksum is not written as it should be. */
    INVALID_DIGEST(Remedy.GIVE_UP),
    /** Fewer bytes arrived than were announced. */
    INCOMPLETE_BODY(Remedy.RESEND_PART),
    /** The store demands a length before the body. */
    LENGTH_REQUIRED(Remedy.GIVE_UP),
    /** A part other than the last is smaller than allowed. */
    PART_TOO_SMALL(Remedy.GIVE_UP),
    /** A part or an object is larger than allowed. */
    TOO_LARGE(Remedy.GIVE_UP),
    /** A part that complete names is not there or is another one; or a gap is left. */
    INVALID_PART(Remedy.ASK),
    /** The parts that complete names are not ascending. */
    INVALID_PART_ORDER(Remedy.GIVE_UP),
    /** An argument is out of its range or makes no sense. */
    INVALID_ARGUMENT(Remedy.GIVE_UP),
    /** The store does not take this key. */
    INVALID_KEY(Remedy.GIVE_UP),
    /** That is not a name for a bucket. */
    INVALID_BUCKET(Remedy.GIVE_UP),
    /** The metadata is larger than allowed or not legal. */
    INVALID_METADATA(Remedy.GIVE_UP),
    /** XML, JSON or a form that cannot be read. */
    MALFORMED(Remedy.GIVE_UP),
    /** The object has no such bytes. */
    INVALID_RANGE(Remedy.GIVE_UP),
    /** A condition of the request does not hold. */
    PRECONDITION_FAILED(Remedy.GIVE_UP),
    /** No credentials, where some are needed. */
    UNAUTHENTICATED(Remedy.GIVE_UP),
    /** The access key is not known. */
    UNKNOWN_ACCESS_KEY(Remedy.GIVE_UP),
    /** The signature does not fit the request. */
    SIGNATURE_MISMATCH(Remedy.GIVE_UP),
    /** The signature is no longer, or not yet, valid. */
    EXPIRED(Remedy.FIX_CLOCK),
    /** The temporary credentials are no longer valid. */
    TOKEN_EXPIRED(Remedy.GIVE_UP),
    /** Known, but not allowed. */
    FORBIDDEN(Remedy.GIVE_UP),
    /** The object or upload is encrypted with a key of the customer's, and none was given. */
    CUSTOMER_KEY_REQUIRED(Remedy.GIVE_UP),
    /** The object or upload is encrypted with another key of the customer's, or with none. */
    CUSTOMER_KEY_MISMATCH(Remedy.GIVE_UP),
    /** The store can't do that at all. */
    UNSUPPORTED(Remedy.GIVE_UP),
    /** Too many requests: slow down. */
    BUSY(Remedy.BACK_OFF),
    /** The store is down for now. */
    UNAVAILABLE(Remedy.BACK_OFF),
    /** The store failed within. */
    INTERNAL(Remedy.BACK_OFF),
    /** The object is assembled and on its way; ask again. */
    PENDING(Remedy.ASK),
    /** No space left. */
    STORAGE_FULL(Remedy.GIVE_UP),
    /** The key service of the store failed. */
    KEY_SERVICE(Remedy.BACK_OFF),
    /** The bytes at rest are not what was stored. */
    CORRUPT(Remedy.GIVE_UP),
    /** The connection could not be made, broke, or was silent for too long. */
    CONNECTION(Remedy.RECONNECT),
    /** The answer is not one of this protocol. */
    PROTOCOL(Remedy.GIVE_UP),
    /** The source of the bytes changed while they were being sent. */
    SOURCE_CHANGED(Remedy.GIVE_UP),
    /** The source of the bytes cannot be read. */
    SOURCE_UNREADABLE(Remedy.GIVE_UP),
    /** Whether the request took effect could not be found out. */
    OUTCOME_UNKNOWN(Remedy.GIVE_UP),
    /** Not proved to have arrived, and proof was demanded. */
    UNPROVED(Remedy.GIVE_UP),
    /** Stopped by us. */
    CANCELLED(Remedy.GIVE_UP);

    private final Remedy remedy;

    Failure(Remedy remedy) {
        this.remedy = remedy;
    }

    /** Returns what to do about it. */
    public Remedy remedy() {
        return remedy;
    }
}
