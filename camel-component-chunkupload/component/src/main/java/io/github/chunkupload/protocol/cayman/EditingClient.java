package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Changes of finished objects on a server of Cayman: the calls are those that write blocks. At most one block changes at once. */
record EditingClient(CaymanWire wire) implements Editing {

    @Override
    public PartReceipt write(ObjectRef object, long offset, Body body, Checks checks) {
        if (offset < 0) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "An edit begins at byte 0 or later, not at " + offset);
        }
        CaymanLimits.check(body);
        expect(body, checks);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("offset", String.valueOf(offset));
        fields.put("len", String.valueOf(body.length()));
        fields.put("finished", "true");
        JsonNode reply = named(() -> wire.ask(CaymanOperation.WRITE, object, fields, Optional.of(body)));
        return PartReceipt.of(new PartSlot(PartSlot.UNKNOWN, offset, body.length()), "", CaymanJson.md5(reply.path("result")));
    }

    /** The protocol cannot say what a block must be, so a wrong one is refused before it is sent. */
    private static void expect(Body body, Checks checks) {
        if (checks.expect().isEmpty()) {
            return;
        }
        if (!body.repeatable()) {
            throw UploadException.of(Failure.UNSUPPORTED, "Cayman checks no digest, and here a body that can be read once cannot be");
        }
        HashedBody hashed = new HashedBody(body, checks.expect().known());
        try (InputStream in = hashed.open()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw UploadException.of(Failure.SOURCE_UNREADABLE, "The bytes of an edit cannot be read", e);
        }
        checks.verify(hashed.sums());
    }

    @Override
    public void truncate(ObjectRef object, long size) {
        if (size < 0) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "An object cannot have " + size + " bytes");
        }
        named(() -> wire.ask(CaymanOperation.TRUNCATE, object, Map.of("newsize", String.valueOf(size)), Optional.empty()));
    }

    /** What is not there, or there and not finished, is no object that could be changed. */
    private static JsonNode named(Supplier<JsonNode> call) {
        try {
            return call.get();
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_UPLOAD || e.kind() == Failure.UPLOAD_OPEN) {
                throw UploadException.of(Failure.NO_SUCH_OBJECT, "There is no finished object of that name", e);
            }
            throw e;
        }
    }
}
