package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.body.Buffer;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Permits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** The operations on unfinished objects: one method each. Thread-safe. */
final class CaymanUploads {

    /** The field, and the metadata, by which a create is known again. */
    static final String MARK = Metadata.NOTE + "mark";

    private final FinishedUploads finished = new FinishedUploads();

    /** Makes an empty object; of which name, and what is told of it, depends on the generation. */
    HttpReply create(CaymanRequest request, Generation generation) {
        return switch (generation) {
            case CURRENT -> createObject(request);
            case CLUSTER -> createFile(request, FileInfo::ofCluster);
            case DATRIX -> createFile(request, FileInfo::ofDatrix);
        };
    }

    /**
     * Makes an object of a name that is free; a declared size is binding, 0 or none says that it is not known. A create that is repeated
     * with the same mark, which is ours, is answered as the first: its client did not hear that answer.
     */
    private static HttpReply createObject(CaymanRequest request) {
        String mark = request.form().first(MARK).orElse("");
        Metadata owned = request.owned(request.form().first("subuser").orElse(""));
        Metadata metadata = mark.isEmpty() ? owned : owned.and(request.noted(Metadata.NONE.withUser(MARK, mark)));
        Instant now = Instant.now();
        try {
            open(request, size(request.form(), "size"), metadata);
        } catch (UploadException e) {
            if (e.kind() != Failure.UPLOAD_OPEN || !isRepeated(request, mark)) {
                throw e;
            }
        }
        return CaymanReplies.success(CaymanInfo.unfinished(request.object(), 0, now, metadata).json());
    }

    private static boolean isRepeated(CaymanRequest request, String mark) {
        return !mark.isEmpty() && request.open().filter(open -> mark.equals(open.metadata().user().get(MARK)))
            .filter(open -> Blocks.of(request.store(), open.upload()).end() == 0).isPresent();
    }

    /** What is told of a new file. */
    @FunctionalInterface
    private interface Told {

        HttpReply of(CaymanRequest request, String name, long size);
    }

    /** Makes an object of a name of ours, as older generations have it. The name of the file travels along. */
    private static HttpReply createFile(CaymanRequest request, Told told) {
        String name = request.form().first("filename").orElse("");
        long size = size(request.form(), "filesize");
        Metadata owned = request.owned("");
        open(request, size, name.isEmpty() ? owned : owned.and(request.noted(Metadata.NONE.withUser("filename", name))));
        return told.of(request, name, size);
    }

    private static void open(CaymanRequest request, long size, Metadata metadata) {
        UploadRequest wish = UploadRequest.of(request.object()).withReplace(false).withOpen(OpenUploads.REFUSE).withMetadata(metadata);
        request.store().initiate(size > 0 ? wish.withSize(size) : wish);
    }

    /** Makes a small object in one step (page "log/upload"; its data part and its limit are not documented). */
    HttpReply put(CaymanRequest request) {
        Buffer block = block(request);
        Metadata metadata = request.owned(request.form().first("subuser").orElse(""));
        request.store().put(UploadRequest.of(request.object()).withSize(block.length()).withReplace(false).withMetadata(metadata),
            block.body(), Checks.NONE);
        return CaymanReplies.success();
    }

    private static Buffer block(CaymanRequest request) {
        return request.form().block().orElseThrow(() -> UploadException.of(Failure.INVALID_ARGUMENT, "The form has no data part"));
    }

    private static long size(CaymanForm form, String field) {
        try {
            return form.number(0, field);
        } catch (UploadException e) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, e.getMessage(), e);
        }
    }

    /**
     * Stores a block at its offset; of bytes written twice the later ones count. An empty block is legal and changes nothing. A finished
     * object is edited, unless our field {@code unfinished} says that only an unfinished one is meant; {@code finished} says the opposite.
     */
    HttpReply write(CaymanRequest request) {
        Buffer block = block(request);
        PartSlot slot = slot(request.form(), block.length());
        Optional<UploadRef> upload = request.open().map(UploadInfo::upload);
        if (upload.isPresent() && request.form().first("finished").isPresent()) {
            throw UploadException.of(Failure.NO_SUCH_OBJECT, "The object is not finished");
        }
        if (upload.isEmpty() && request.form().first("unfinished").isEmpty()) {
            return written(CaymanEdits.write(request, slot, block));
        }
        UploadRef open = upload.orElseThrow(CaymanUploads::notOpen);
        if (slot.length() == 0) {
            return written(md5(block));
        }
        Checks checks = Checks.computing(Digest.MD5, Digest.CRC64);
        PartReceipt receipt = request.store().putPart(open, slot, block.body(), checks, Access.NONE);
        return written(receipt.sums().get(Digest.MD5).orElseGet(() -> md5(block)));
    }

    private static PartSlot slot(CaymanForm form, long received) {
        long offset = form.number(0, "offset");
        long announced = form.number(received, "len", "length");
        if (announced > CaymanLimits.MAX_BLOCK) {
            throw UploadException.of(Failure.TOO_LARGE, "A block has at most " + CaymanLimits.MAX_BLOCK + " bytes");
        }
        if (announced != received) {
            throw UploadException.of(Failure.INCOMPLETE_BODY, received + " bytes arrived of the " + announced + " announced");
        }
        if (offset > Long.MAX_VALUE - announced) {
            throw UploadException.of(Failure.INVALID_RANGE, "The block ends beyond 2^63-1");
        }
        return new PartSlot(PartSlot.UNKNOWN, offset, announced);
    }

    private static HttpReply written(String md5) {
        return CaymanReplies.success(CaymanJson.object().put("md5", md5));
    }

    static String md5(Buffer block) {
        try (InputStream in = block.body().open()) {
            return DigestUtils.md5Hex(in);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory cannot fail", e);
        }
    }

    /** Finishes an object that has no gap; a repetition answers as the first did. */
    HttpReply finish(CaymanRequest request) {
        Optional<UploadRef> upload = request.open().map(UploadInfo::upload).or(() -> finished.of(request.object()))
            .or(request::assembled);
        if (upload.isEmpty() || !completes(request, upload.get())) {
            isFinished(request);
        }
        return CaymanReplies.success();
    }

    private boolean completes(CaymanRequest request, UploadRef upload) {
        finished.add(upload);
        try {
            request.store().complete(upload, Completion.ALL.withReplace(false));
            return true;
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_UPLOAD) {
                return false;
            }
            throw e;
        }
    }

    private static void isFinished(CaymanRequest request) {
        try {
            request.store().head(request.object(), Access.NONE);
        } catch (UploadException e) {
            throw e.kind() == Failure.NO_SUCH_OBJECT ? notOpen() : e;
        }
    }

    /** Tells which bytes are there: our extension for those who resume. */
    HttpReply blocks(CaymanRequest request) {
        Optional<UploadInfo> open = request.open();
        Blocks blocks = open.isPresent() ? Blocks.of(request.store(), open.get().upload()) : whole(request);
        ObjectNode result = CaymanJson.object().put("size", blocks.end());
        ArrayNode ranges = result.putArray("ranges");
        blocks.ranges().forEach((start, end) -> ranges.addArray().add(start).add(end));
        return CaymanReplies.success(result.put("finished", open.isEmpty()));
    }

    private static Blocks whole(CaymanRequest request) {
        try {
            return Blocks.upTo(request.store().head(request.object(), Access.NONE).size());
        } catch (UploadException e) {
            throw e.kind() == Failure.NO_SUCH_OBJECT ? notOpen() : e;
        }
    }

    /**
     * Removes an object, finished or not, and whoever may not do the one does not do the other; with our field {@code unfinished} one that
     * is finished stays, and the right to abort is enough.
     */
    HttpReply remove(CaymanRequest request) {
        boolean unfinishedOnly = request.form().first("unfinished").isPresent();
        if (!unfinishedOnly) {
            Permits.demandDelete(request.store(), request.object());
        }
        boolean aborted = request.open().map(open -> aborts(request, open.upload())).orElse(false);
        if (unfinishedOnly && !aborted) {
            throw notOpen();
        }
        boolean deleted = !unfinishedOnly && request.store().delete(request.object());
        finished.remove(request.object());
        if (!aborted && !deleted) {
            throw UploadException.of(Failure.NO_SUCH_OBJECT, "There is no object of that name");
        }
        return CaymanReplies.success();
    }

    private static boolean aborts(CaymanRequest request, UploadRef upload) {
        try {
            request.store().abort(upload);
            return true;
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_UPLOAD) {
                return false;
            }
            throw e;
        }
    }

    static UploadException notOpen() {
        return UploadException.of(Failure.NO_SUCH_UPLOAD, "No object of that name is being written: never created, finished, or removed");
    }
}
