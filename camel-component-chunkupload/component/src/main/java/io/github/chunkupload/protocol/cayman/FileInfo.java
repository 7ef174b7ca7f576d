package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import java.time.Instant;

/** What older generations tell of a new file. Numbers and times are strings there, and what we do not have is empty. */
final class FileInfo {

    private FileInfo() {
    }

    static HttpReply ofCluster(CaymanRequest request, String name, long size) {
        String time = String.valueOf(Instant.now().getEpochSecond());
        return CaymanReplies.success(CaymanJson.object()
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
            .put("publicdirid", ""));
    }

    static HttpReply ofDatrix(CaymanRequest request, String name, long size) {
        ObjectNode result = CaymanJson.object()
            .put("objid", request.object().key())
            .put("filename", name)
            .put("fileid", request.object().key())
            .put("dirpath", "");
        return CaymanReplies.told(CaymanJson.succeeded().<ObjectNode>set("result", result).put("msg", ""));
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
