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
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The legacy JSON API of Tencent COS ({@code cos-slice}): slices of one size, chosen by the server. In the dialect {@code files/v1} the
 * SHA-1 of the file is told first and its last byte finishes it, as the vendor's page on slice uploads and its SDKs of generation 3 have
 * it; in {@code files/v2} slices come in parallel and the upload is finished by name, as its SDKs of generation 4 have it. The bucket ends
 * in the application id, or that is set apart.
 */
public final class CosSliceProtocol implements Protocol {

    static final OptionSpec SCHEME = new OptionSpec("scheme", "The scheme of the addresses that the server answers with.", "http");

    private static final OptionSpec DIALECT = new OptionSpec("dialect",
        "The dialect the client speaks, v1 or v2; unless set, that of the vendor's host, and v1 to any other.", "");
    private static final OptionSpec SERIAL = new OptionSpec("serial", "Whether slices come one after another: on the client true for v1 "
        + "and false for v2 unless set; on the server what it demands of v2, false unless set.", "");
    private static final OptionSpec PARTS = new OptionSpec("uploadParts",
        "Whether the client of v2 reads a file beforehand to announce its SHA-1 and the digests of its pieces.", "false");
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
        return List.of(DIALECT, SERIAL, SLICE, PARTS, SCHEME);
    }

    /** The paths of the operations are beyond doubt; a download is told by its host or its signature. */
    @Override
    public int recognises(HttpHead head) {
        if (head.rawPath().matches("/files/v[12]/[0-9]+/.*")) {
            return 95;
        }
        if (CosSliceHosts.isVendor(head.host())) {
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
        return CosSliceHosts.isVendor(String.valueOf(endpoint.getHost())) ? Addressing.VIRTUAL : Addressing.PATH;
    }

    /** A bucket ends in its application id, unless that is set apart: which of the two it is, a request tells. */
    @Override
    public void checkBucket(String bucket) {
        CosSliceKeys.checkBucket(bucket);
    }

    /** Those of files/v2; files/v1 asks no more of a store, but for clients that send one slice after another. */
    @Override
    public StoreTraits traits(ServerSettings settings) {
        return CosSliceTraits.v2(serial(settings.options(), false), settings.minPart(), false);
    }

    @Override
    public ObjectStore client(HttpTransport transport, ClientSettings settings) {
        String host = String.valueOf(settings.endpoint().getHost());
        String dialect = option(settings.options(), DIALECT, "v" + CosSliceHosts.dialect(host));
        long slice = slice(settings.options().get(SLICE.name()), settings.minPart());
        return switch (dialect) {
            case "v1" -> {
                CosSliceWire wire = new CosSliceWire(transport, settings, 1);
                yield new CosSliceClient(wire, new FilesV1(wire, serial(settings.options(), true), slice, settings.minPart()));
            }
            case "v2" -> {
                CosSliceWire wire = new CosSliceWire(transport, settings, 2);
                boolean digests = Boolean.parseBoolean(option(settings.options(), PARTS, PARTS.defaultValue()));
                yield new CosSliceClient(wire,
                    new FilesV2(wire, serial(settings.options(), false), slice, settings.minPart(), digests));
            }
            default -> throw new IllegalArgumentException("protocol.dialect must be v1 or v2, not '" + dialect + "'");
        };
    }

    private static String option(Map<String, String> options, OptionSpec option, String otherwise) {
        return options.getOrDefault(option.name(), otherwise);
    }

    private static boolean serial(Map<String, String> options, boolean otherwise) {
        return Boolean.parseBoolean(option(options, SERIAL, String.valueOf(otherwise)));
    }

    @Override
    public HttpHandler server(Backend backend, ServerSettings settings) {
        String scheme = option(settings.options(), SCHEME, SCHEME.defaultValue());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("protocol.scheme must be http or https, not '" + scheme + "'");
        }
        return new CosSliceServer(backend, settings, slice(settings.options().get(SLICE.name()), settings.minPart()),
            serial(settings.options(), false));
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
