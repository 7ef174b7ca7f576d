package io.github.chunkupload.toy;

import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.OptionSpec;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import java.util.List;

/**
 * A protocol made up to prove that the interfaces fit those that count in offsets as well as those that count in numbers: the size
 * comes first, the server chooses the part size, tells no more than the first gap, and finishes the object by itself.
 */
public final class ToyProtocol implements Protocol {

    /** Part sizes, and so offsets, are multiples of it. */
    static final int GRID = 100;

    private static final OptionSpec PART_SIZE = new OptionSpec("partSize", "Bytes of a part, a multiple of 100, on the server.", "1000");
    private static final OptionSpec SERIAL = new OptionSpec("serial", "Whether parts must come one after another.", "false");

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(PART_SIZE, SERIAL);
    }

    @Override
    public int recognises(HttpHead head) {
        return head.rawPath().startsWith(ToyWire.PREFIX) ? 100 : 0;
    }

    @Override
    public String bucket(HttpHead head, ServerSettings settings) {
        return ToyWire.object(head).bucket();
    }

    @Override
    public StoreTraits traits(ServerSettings settings) {
        return ToyClient.traits(Boolean.parseBoolean(settings.options().get(SERIAL.name())));
    }

    @Override
    public ObjectStore client(HttpTransport transport, ClientSettings settings) {
        return new ToyClient(transport, settings.authority(), Boolean.parseBoolean(settings.options().get(SERIAL.name())));
    }

    @Override
    public HttpHandler server(Backend backend, ServerSettings settings) {
        long partSize = Long.parseLong(settings.options().getOrDefault(PART_SIZE.name(), PART_SIZE.defaultValue()));
        if (partSize < GRID || partSize % GRID != 0) {
            throw new IllegalArgumentException("partSize must be a multiple of " + GRID);
        }
        return new ToyServer(backend, partSize, Boolean.parseBoolean(settings.options().get(SERIAL.name())));
    }

    @Override
    public HttpReply refuse(HttpHead head, UploadException failure) {
        return ToyWire.failure(failure);
    }
}
