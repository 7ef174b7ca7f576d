package io.github.chunkupload.component;

import io.github.chunkupload.gateway.Delivered;
import io.github.chunkupload.store.ObjectInfo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.GenericFile;

/**
 * Turns a received object into a message: its bytes are a file that may be read and not changed, its key is the file name. What the
 * client wrote into the metadata stays in one header of its own, so that no client can set headers of a route.
 */
final class ReceivedObjects {

    private ReceivedObjects() {
    }

    static void fill(Message message, Delivered object) throws IOException {
        ObjectInfo info = object.info();
        message.setBody(object.file().isPresent() ? file(object.file().get(), info) : object.body().open());
        message.setHeader(ChunkUploadConstants.BUCKET, info.object().bucket());
        message.setHeader(ChunkUploadConstants.KEY, info.object().key());
        message.setHeader(ChunkUploadConstants.SIZE, info.size());
        message.setHeader(ChunkUploadConstants.DELIVERY_ID, object.deliveryId());
        message.setHeader(ChunkUploadConstants.REDELIVERED, object.redelivered());
        message.setHeader(ChunkUploadConstants.METADATA, new TreeMap<>(info.metadata().withoutNotes().user()));
        Results.set(message, ChunkUploadConstants.UPLOAD_ID, object.uploadId().isEmpty() ? null : object.uploadId());
        Results.set(message, ChunkUploadConstants.ETAG, info.etag().isEmpty() ? null : info.etag());
        Results.set(message, ChunkUploadConstants.CHECKSUM, Results.text(info.sums()));
        message.setHeader(Exchange.FILE_NAME, info.object().key());
        message.setHeader(Exchange.FILE_LENGTH, info.size());
        Results.set(message, Exchange.CONTENT_TYPE, info.metadata().header("content-type").orElse(null));
    }

    private static GenericFile<File> file(Path path, ObjectInfo info) {
        GenericFile<File> file = FileConsumer.asGenericFile(path.getParent().toString(), path.toFile(), null, false);
        file.setFileName(info.object().key());
        file.setFileNameOnly(info.object().key().substring(info.object().key().lastIndexOf('/') + 1));
        file.setRelativeFilePath(info.object().key());
        return file;
    }
}
