package io.github.chunkupload.store;

import io.github.chunkupload.body.Body;
import java.util.Optional;

/**
 * A place for objects that takes large ones in parts. Everything in this project either is a store or uses one: the disk, each
 * protocol's client, the routes behind the gateway, and the decorators between them.
 *
 * <p>All calls block, may come from any thread at any time, and throw only {@link UploadException}. A call that throws has changed
 * nothing that another call can see, except where its failure is {@link Failure#CONNECTION} or {@link Failure#OUTCOME_UNKNOWN}: then
 * the caller asks. What a store cannot do it refuses with {@link Failure#UNSUPPORTED}; its {@linkplain #traits traits} say so before.
 */
public interface ObjectStore extends AutoCloseable {

    /** Returns the facts about this store for {@code bucket}; cheap and without input or output after the first call. */
    StoreTraits traits(String bucket);

    /**
     * Opens an upload. Refusing, joining and replacing are decided in this one step, never by checking first.
     *
     * @throws UploadException for example {@link Failure#ALREADY_EXISTS}, {@link Failure#UPLOAD_OPEN}, {@link Failure#INVALID_KEY}
     */
    Admission initiate(UploadRequest request);

    /**
     * Stores a part whole or not at all. A part of the same slot replaces the earlier one; of several at once the last to end wins.
     *
     * @throws UploadException for example {@link Failure#NO_SUCH_UPLOAD}, {@link Failure#DIGEST_MISMATCH} (the earlier part stays)
     */
    PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access);

    /**
     * Returns one page of the parts there are.
     *
     * @param afterIndex the parts after this index; −1: from the first
     * @param limit most parts in the page
     */
    UploadState state(UploadRef upload, int afterIndex, int limit);

    /**
     * Makes the object. Nobody sees it before, everybody after, and it replaces an earlier one at once. Where the store can, a
     * repetition with the same parts answers as the first did.
     *
     * @throws UploadException for example {@link Failure#INVALID_PART}, {@link Failure#PART_TOO_SMALL}; the upload stays open
     */
    ObjectReceipt complete(UploadRef upload, Completion completion);

    /**
     * Gives an upload up; parts being written fail with {@link Failure#NO_SUCH_UPLOAD}.
     *
     * @throws UploadException with {@link Failure#NO_SUCH_UPLOAD} when there is none; a caller that only wants it gone ignores that
     */
    void abort(UploadRef upload);

    /** Returns one page of the uploads that are open. */
    Page<UploadInfo> uploads(UploadQuery query);

    /** Makes a whole object in one step. */
    ObjectReceipt put(UploadRequest request, Body body, Checks checks);

    /**
     * Tells of an object.
     *
     * @throws UploadException with {@link Failure#NO_SUCH_OBJECT}
     */
    ObjectInfo head(ObjectRef object, Access access);

    /**
     * Reads an object or a range of it.
     *
     * @throws UploadException with {@link Failure#NO_SUCH_OBJECT} or {@link Failure#INVALID_RANGE}
     */
    Download get(ObjectRef object, ByteRange range, Access access);

    /** Deletes an object; returns false when it is known not to have been there. */
    boolean delete(ObjectRef object);

    /**
     * Returns something more that this store can do: {@link Listing}, {@link Buckets}, {@link PartCopy}, {@link Editing},
     * {@link Verify}, {@link Staging}, {@link LocalFiles}. A decorator that guards the store guards its capabilities too.
     */
    <C> Optional<C> capability(Class<C> type);

    /** Releases connections and locks. Uploads stay open and can be resumed. */
    @Override
    void close();
}
