package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.fuzz.Dialect;
import io.github.chunkupload.fuzz.Draft;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.UploadException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/** Requests of both dialects of {@code cos-slice}. */
public final class CosSliceFuzz extends Dialect {

    private static final String SLICE = "UPLOAD_SLICE";
    private static final String SLICE_CONTENT = "UPLOAD_SLICE_CONTENT";
    private static final Pattern SESSION = Pattern.compile("\"session\":\"([^\"]+)\"");
    private static final Pattern SINGLE = Pattern.compile(
        "(?s).*(\"|=)(update|move|delete)(\"|&|\r).*|(?s).*\r\n\r\n(update|move|delete)\r\n.*");

    private final int version;
    private final ServerSettings settings = settings(CredentialSource.of(), Clock.systemUTC());
    private int directories;

    /** Makes a dialect of a version that remembers nothing yet. */
    public CosSliceFuzz(int version) {
        super(new CosSliceProtocol(), Map.of("dialect", "v" + version, "sliceSize", String.valueOf(PART)));
        this.version = version;
    }

    @Override
    protected List<String> operations() {
        Stream<String> either = Stream.of("UPLOAD", "STAT", "CREATE", "LIST", "COPY", "UPDATE", "MOVE", "DELETE", "GET", "HEAD");
        return Stream.concat(either, version == 1 ? Stream.of(SLICE, SLICE_CONTENT)
            : Stream.of("UPLOAD_SLICE_INIT", "UPLOAD_SLICE_DATA", "UPLOAD_SLICE_LIST", "UPLOAD_SLICE_FINISH")).toList();
    }

    @Override
    protected Draft draft(String operation, Random random) {
        return switch (operation) {
            case "UPLOAD" -> upload(random);
            case "CREATE" -> ask(operation, "dir" + directories++ + "/", random);
            case "LIST" -> ask(operation, random.nextBoolean() ? "" : "dir/", random).field("num", random.nextInt(200));
            case SLICE, "UPLOAD_SLICE_INIT" -> init(operation, random);
            case SLICE_CONTENT, "UPLOAD_SLICE_DATA", "UPLOAD_SLICE_LIST", "UPLOAD_SLICE_FINISH" -> ofUpload(operation, random);
            default -> ofFile(operation, random);
        };
    }

    /** Files of this protocol have no segment of dots. */
    private String key(Random random) {
        return freshKey(random).replace("..", "dots");
    }

    private Draft ask(String operation, String key, Random random) {
        return Draft.of("POST", "/files/v" + version + "/1250000000/examplebucket/" + Percent.encode(key, "/"))
            .field("op", operation.toLowerCase(Locale.ROOT));
    }

    private Draft upload(Random random) {
        String key = key(random);
        return ask("UPLOAD", key, random).to("UPLOAD").field("biz_attr", "a").field("filecontent", bytes(random, random.nextInt(2 * PART)))
            .then(learnt -> made(key));
    }

    private Draft ofFile(String operation, Random random) {
        if (!isMade()) {
            return upload(random);
        }
        String key = object(random);
        String other = key(random);
        Draft draft = operation.equals("GET") || operation.equals("HEAD")
            ? Draft.of(operation, "/" + BUCKET + "/" + Percent.encode(key, "/")) : ask(operation, key, random);
        draft.otherwise(() -> gone(key));
        return switch (operation) {
            case "COPY" -> draft.field("dest_fileid", "/" + other).then(learnt -> made(other));
            case "MOVE" -> draft.field("dest_fileid", "/" + other).then(learnt -> {
                gone(key);
                made(other);
            });
            case "UPDATE" -> draft.field("biz_attr", "b").field("custom_headers",
                "{\"x-cos-meta-a\":\"b\",\"Cache-Control\":\"no-store\"}");
            case "DELETE" -> draft.then(learnt -> gone(key));
            default -> draft;
        };
    }

    private Draft init(String operation, Random random) {
        String key = key(random);
        byte[] content = bytes(random, 1 + random.nextInt(3 * PART));
        return ask(operation, key, random).to(operation).field("filesize", content.length).field("sha", DigestUtils.sha1Hex(content))
            .field("slice_size", PART).then(learnt -> opened(new Open(key, find(SESSION, learnt.text()), content)));
    }

    private Draft ofUpload(String operation, Random random) {
        if (!isOpen()) {
            return init(version == 1 ? SLICE : "UPLOAD_SLICE_INIT", random);
        }
        boolean finish = operation.equals("UPLOAD_SLICE_FINISH");
        Open upload = finish ? fullest() : open(random);
        int next = upload.parts().size() * PART;
        if (finish ? next < upload.content().length : !operation.equals("UPLOAD_SLICE_LIST") && next < upload.content().length) {
            return slice(upload, next, random);
        }
        if (operation.equals("UPLOAD_SLICE_LIST")) {
            return ask(operation, upload.key(), random).otherwise(() -> ended(upload));
        }
        return ask("UPLOAD_SLICE_FINISH", upload.key(), random).to("UPLOAD_SLICE_FINISH").field("session", upload.id())
            .field("filesize", upload.content().length)
            .field("sha", DigestUtils.sha1Hex(upload.content())).otherwise(() -> ended(upload)).then(learnt -> {
                ended(upload);
                made(upload.key());
            });
    }

    private Draft slice(Open upload, int offset, Random random) {
        int end = Math.min(upload.content().length, offset + PART);
        return ask(version == 1 ? SLICE : "UPLOAD_SLICE_DATA", upload.key(), random)
            .to(version == 1 ? SLICE_CONTENT : "UPLOAD_SLICE_DATA").field("session", upload.id()).field("offset", offset)
            .field("filecontent", Arrays.copyOfRange(upload.content(), offset, end)).otherwise(() -> ended(upload)).then(learnt -> {
                upload.parts().put(offset, "");
                if (version == 1 && end == upload.content().length) {
                    ended(upload);
                    made(upload.key());
                }
            });
    }

    /** Whether one use is wanted stands in the body, which nobody looks at who signs: so those of the operations that need it say so. */
    @Override
    protected HttpHead signed(HttpHead head, Credentials key, Instant now) {
        CosSliceTarget target;
        try {
            target = CosSliceTarget.of(head, settings);
        } catch (UploadException e) {
            throw new IllegalArgumentException("Nobody can sign what addresses nothing", e);
        }
        CosSliceSigner signer = new CosSliceSigner(key, Clock.fixed(now, ZoneOffset.UTC));
        String file = Percent.encode(target.file(), "/");
        boolean once = head.header(ONCE).isPresent();
        return with(head, "Authorization", once ? signer.singleUse(target.bucket(), file) : signer.multiUse(target.bucket(), file));
    }

    @Override
    protected boolean signsOnce(byte[] body) {
        return SINGLE.matcher(new String(body, StandardCharsets.ISO_8859_1)).matches();
    }

    @Override
    protected String operation(HttpCall call) {
        CosSliceTarget target = CosSliceTarget.of(call.head(), settings);
        if (target.isDownload()) {
            return call.head().method();
        }
        try (Form form = Form.read(call)) {
            CosSliceOperation operation = CosSliceOperation.of(new CosSliceRequest(call, target, form, null, settings));
            return operation == CosSliceOperation.UPLOAD_SLICE && form.hasContent() ? SLICE_CONTENT : operation.name();
        }
    }
}
