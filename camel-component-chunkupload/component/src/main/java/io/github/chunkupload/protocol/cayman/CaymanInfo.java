package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectRef;
import java.time.Instant;
import java.util.Map;

/**
 * What Cayman tells of an object, finished or not (page "object/info").
 *
 * @param object its name
 * @param size bytes at this moment; of an unfinished one those without a gap, so that a client may go on there
 * @param created when it was created
 * @param modified when it was last changed
 * @param metadata with the names of its owner and of the owner's user
 * @param finished whether it is finished; the member that tells it is ours, and an object without it counts as finished
 * @param sums with the MD5 of the whole object where that is known; the member that tells it is ours
 */
record CaymanInfo(ObjectRef object, long size, Instant created, Instant modified, Metadata metadata, boolean finished, Checksums sums) {

    /** The owner of what nobody in particular owns. */
    static final String ANONYMOUS = "anonymous";

    private static final String MEMBER = "cayman_metadata_field_";
    private static final String OWNER = "username";
    private static final String SUBUSER = "subuser";

    /** Returns what is told of a finished object; the store does not know when it was created. */
    static CaymanInfo of(ObjectInfo info) {
        return new CaymanInfo(info.object(), info.size(), info.modified(), info.modified(), info.metadata(), true, info.sums());
    }

    /** Returns what is told of an object that is being written. */
    static CaymanInfo unfinished(ObjectRef object, long size, Instant created, Metadata metadata) {
        return new CaymanInfo(object, size, created, created, metadata, false, Checksums.NONE);
    }

    /** Returns the metadata that keep owner and user; empty names are not kept. */
    static Metadata owned(String owner, String subuser) {
        Metadata metadata = owner.isEmpty() ? Metadata.NONE : Metadata.NONE.withUser(Metadata.NOTE + OWNER, owner);
        return subuser.isEmpty() ? metadata : metadata.withUser(Metadata.NOTE + SUBUSER, subuser);
    }

    /** Returns the document in the manual's order of members. */
    ObjectNode json() {
        Map<String, String> user = metadata.user();
        ObjectNode info = CaymanJson.object()
            .put(MEMBER + "objectid", object.key())
            .put(MEMBER + OWNER, user.getOrDefault(Metadata.NOTE + OWNER, ANONYMOUS))
            .put(MEMBER + "bucket", object.bucket())
            .put(MEMBER + "name", CaymanNames.name(object.key()))
            .put(MEMBER + "dir", CaymanNames.directory(object.key()))
            .put(MEMBER + "lastmodifytime", modified.getEpochSecond())
            .put(MEMBER + "createtime", created.getEpochSecond())
            .put(MEMBER + "type", 0)
            .put(MEMBER + "size", size)
            .put(MEMBER + SUBUSER, user.getOrDefault(Metadata.NOTE + SUBUSER, ""))
            .put("finished", finished);
        sums.get(Digest.MD5).ifPresent(md5 -> info.put("md5", md5));
        return info;
    }

    /** Returns the object id that the document tells. */
    static String key(JsonNode result) {
        return result.path(MEMBER + "objectid").asText("");
    }

    /** Reads the document, for the object that was asked about. Revisions of the manual write numbers either way. */
    static CaymanInfo read(ObjectRef object, JsonNode result) {
        Instant created = Instant.ofEpochSecond(CaymanJson.number(result, MEMBER + "createtime").orElse(0));
        Instant modified = Instant.ofEpochSecond(CaymanJson.number(result, MEMBER + "lastmodifytime").orElse(0));
        return new CaymanInfo(object, CaymanJson.number(result, MEMBER + "size").orElse(-1), created, modified, Metadata.NONE,
            result.path("finished").asBoolean(true), CaymanJson.md5(result));
    }
}
