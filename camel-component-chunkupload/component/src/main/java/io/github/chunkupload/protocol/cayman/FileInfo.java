package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.http.Query;
import java.time.Instant;

/** What the older generation tells of a new file. Numbers and times are strings there, and what we do not have is empty. */
final class FileInfo {

    private FileInfo() {
    }

    static ObjectNode created(CaymanRequest request, String name, long size, Instant now) {
        String time = String.valueOf(now.getEpochSecond());
        return CaymanJson.object()
            .put("fileid", request.object().key())
            .put("uid", uid(request))
            .put("name", name)
            .put("filesize", String.valueOf(size))
            .put("createtime", time)
            .put("lastmodifytime", time)
            .put("lastaccesstime", time)
            .put("lock", false)
            .put("archived", false)
            .put("type", 0)
            .put("dirid", "")
            .put("datasetid", "")
            .put("parentid", "")
            .put("publicdirid", "");
    }

    private static String uid(CaymanRequest request) {
        Query query;
        try {
            query = request.head().query();
        } catch (IllegalArgumentException e) {
            return "";
        }
        return query.first("uid").orElse("");
    }
}
