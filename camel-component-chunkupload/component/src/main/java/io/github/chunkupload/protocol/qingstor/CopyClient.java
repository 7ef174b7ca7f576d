package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Copies of parts that the service makes (page "copy" on multipart uploads). */
final class CopyClient implements PartCopy {

    private static final Pattern COPIED = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/[0-9]{1,18}");

    private final QingStorWire wire;

    CopyClient(QingStorWire wire) {
        this.wire = wire;
    }

    /** Copies; how many bytes these are is told for a range only. */
    @Override
    public PartReceipt copyPart(UploadRef upload, PartSlot slot, CopySource source, Access access) {
        Headers headers = Headers.builder().addAll(CopyOrder.headers(source)).addAll(CustomerKeys.headers(access)).build();
        QingStorCall call = QingStorCall.of("PUT", upload.object(), QingStorQueries.part(upload, slot)).with(headers);
        HttpReply reply = wire.run(call);
        CustomerKeys.confirm(access, reply);
        String etag = QingStorHeaders.etag(reply.headers());
        Matcher copied = COPIED.matcher(reply.header(CopyOrder.COPIED_RANGE).orElse(""));
        long length = copied.matches() ? Long.parseLong(copied.group(2)) - Long.parseLong(copied.group(1)) + 1 : slot.length();
        return PartReceipt.of(slot.withLength(length), etag, ETags.md5(etag));
    }
}
