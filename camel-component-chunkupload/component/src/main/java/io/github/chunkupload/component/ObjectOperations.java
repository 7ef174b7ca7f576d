package io.github.chunkupload.component;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Presigning;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.Proof;
import io.github.chunkupload.transfer.TransferSettings;
import java.io.Closeable;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.IOHelper;

/** The operations on whole objects: one request each. */
final class ObjectOperations {

    private static final Duration URL_LIFE = Duration.ofHours(1);

    private final ObjectStore store;
    private final Requests requests;
    private final TransferSettings settings;
    private final boolean autoClose;

    ObjectOperations(ObjectStore store, Requests requests, TransferSettings settings, boolean autoClose) {
        this.store = store;
        this.requests = requests;
        this.settings = settings;
        this.autoClose = autoClose;
    }

    void put(Exchange exchange) throws Exception {
        StoreTraits traits = store.traits(requests.bucket(exchange));
        UploadRequest wish = traits.fitted(requests.wish(exchange, traits));
        try (Source source = BodySources.open(exchange)) {
            long size = source.size().orElse(-1);
            Body bytes = source.randomAccess() ? source.region(0, size) : new SequentialBody(source, size);
            Checks checks = new Checks(Set.of(), requests.expected(exchange)).and(Proofs.digests(settings, traits));
            HashedBody body = new HashedBody(bytes, checks.all());
            ObjectReceipt receipt = store.put(size < 0 ? wish : wish.withSize(size), body, new Checks(Set.of(), checks.expect()));
            checks.verify(body.isComplete() ? body.sums() : Checksums.NONE);
            Proof proof = Proofs.judge(body, receipt.sums());
            Proofs.require(settings, proof);
            Results.object(exchange.getMessage(), receipt);
            exchange.getMessage().setHeader(ChunkUploadConstants.SIZE, body.bytes());
            exchange.getMessage().setHeader(ChunkUploadConstants.PROOF, proof.token());
        }
    }

    void head(Exchange exchange) {
        ObjectInfo info = store.head(requests.object(exchange), requests.access());
        Message message = exchange.getMessage();
        message.setBody(info);
        Results.info(message, info);
    }

    void get(Exchange exchange) throws Exception {
        Download download = store.get(requests.object(exchange), requests.range(exchange), requests.access());
        InputStream stream;
        try {
            stream = download.body().open();
        } catch (Exception e) {
            IOHelper.close(download);
            throw e;
        }
        if (autoClose) {
            closeWith(exchange, stream, download);
        }
        Message message = exchange.getMessage();
        message.setBody(stream);
        Results.info(message, download.info());
        message.setHeader(ChunkUploadConstants.OFFSET, download.offset());
        message.setHeader(Exchange.CONTENT_LENGTH, download.body().length());
    }

    private static void closeWith(Exchange exchange, Closeable... resources) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                IOHelper.close(resources);
            }
        });
    }

    void delete(Exchange exchange) {
        boolean deleted = store.delete(requests.object(exchange));
        exchange.getMessage().setHeader(ChunkUploadConstants.DELETED, deleted);
    }

    void presign(Exchange exchange) {
        Presigning presigning = store.capability(Presigning.class).orElseThrow(
            () -> UploadException.of(Failure.UNSUPPORTED, "This protocol, or a client without credentials, cannot make signed URLs"));
        ObjectRef object = requests.object(exchange);
        store.traits(object.bucket()).keys().check(object.key());
        String method = requests.text(exchange, ChunkUploadConstants.METHOD, "GET").toUpperCase(Locale.ROOT);
        Duration life = requests.duration(exchange, ChunkUploadConstants.EXPIRES_IN, URL_LIFE);
        String url = presigning.presign(method, object, Query.NONE, life).toString();
        exchange.getMessage().setBody(url);
        exchange.getMessage().setHeader(ChunkUploadConstants.LOCATION, url);
    }

    void describe(Exchange exchange) {
        exchange.getMessage().setBody(store.traits(requests.bucket(exchange)));
        exchange.getMessage().setHeader(ChunkUploadConstants.OPERATIONS, Capabilities.operations(store));
    }
}
