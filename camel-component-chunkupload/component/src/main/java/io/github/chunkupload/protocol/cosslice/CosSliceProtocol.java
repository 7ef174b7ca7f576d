package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.OptionSpec;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;

/**
 * The legacy JSON API of Tencent COS ({@code cos-slice}), dialect {@code files/v1}: slices of one size, chosen by the server, of a file
 * whose SHA-1 is told first, as the vendor's page on slice uploads and its SDKs of generation 3 have it. The bucket ends in the
 * application id, or that is set apart.
 */
public final class CosSliceProtocol implements Protocol {

    private static final String VENDOR = ".file.myqcloud.com";
    private static final OptionSpec DIALECT = new OptionSpec("dialect", "The dialect the client speaks; there is v1 only.", "v1");
    private static final OptionSpec SERIAL = new OptionSpec("serial",
        "Whether the client sends one slice after another, as the vendor's SDKs of this generation do.", "true");
    private static final OptionSpec SLICE = new OptionSpec("sliceSize",
        "Bytes of a slice where none is asked for (on the client by partSize): 524288, 1048576, 2097152 or 3145728.",
        String.valueOf(CosSliceLimits.USUAL_SLICE));

    /** Makes the protocol; it has no state. */
    public CosSliceProtocol() {
    }

    @Override
    public String name() {
        return "cos-slice";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(DIALECT, SERIAL, SLICE);
    }

    /** The paths of the operations are beyond doubt; a download is told by its host or its signature. */
    @Override
    public int recognises(HttpHead head) {
        if (head.rawPath().matches("/files/v[12]/[0-9]+/.*")) {
            return 95;
        }
        if (head.host().endsWith(VENDOR)) {
            return 90;
        }
        try {
            return head.query().first("sign").flatMap(CosSliceSign::read).isPresent() ? 80 : 0;
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    @Override
    public String bucket(HttpHead head, ServerSettings settings) {
        try {
            return CosSliceTarget.of(head, settings).object().bucket();
        } catch (IllegalArgumentException | UploadException e) {
            return settings.defaultBucket();
        }
    }

    @Override
    public Addressing addressing(URI endpoint) {
        return String.valueOf(endpoint.getHost()).endsWith(VENDOR) ? Addressing.VIRTUAL : Addressing.PATH;
    }

    @Override
    public ObjectStore client(HttpTransport transport, ClientSettings settings) {
        String dialect = settings.options().getOrDefault(DIALECT.name(), DIALECT.defaultValue());
        if (!dialect.equals("v1")) {
            throw new IllegalArgumentException("protocol.dialect must be v1, not '" + dialect + "'");
        }
        boolean serial = Boolean.parseBoolean(settings.options().getOrDefault(SERIAL.name(), SERIAL.defaultValue()));
        return new CosSliceClient(transport, settings, serial, slice(settings.options().get(SLICE.name()), settings.minPart()));
    }

    @Override
    public HttpHandler server(Backend backend, ServerSettings settings) {
        return new CosSliceServer(backend, settings, slice(settings.options().get(SLICE.name()), settings.minPart()));
    }

    private static long slice(String option, OptionalLong minPart) {
        String text = option == null ? SLICE.defaultValue() : option;
        if (text.matches("[0-9]{1,9}") && CosSliceLimits.isSlice(Long.parseLong(text), minPart)) {
            return Long.parseLong(text);
        }
        throw new IllegalArgumentException("protocol.sliceSize must be one of " + CosSliceLimits.SLICES + ", not '" + text + "'");
    }

    @Override
    public HttpReply refuse(HttpHead head, UploadException failure) {
        return CosSliceServer.refusal(head, failure, Clock.systemUTC().instant());
    }
}
