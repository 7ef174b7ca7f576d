package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.FileRegion;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hasher;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.protocol.BoundedBody;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.MultipartInput.MalformedStreamException;
import org.apache.commons.io.output.DeferredFileOutputStream;

/**
 * The fields of a request, from multipart/form-data or a JSON object, with names in any case, and the content of the file. The file may
 * come before the fields that tell where it belongs; so it is kept, in memory up to the size of a slice, else in a temporary file that
 * goes when this is closed.
 */
final class Form implements Closeable {

    private static final Pattern BOUNDARY =
        Pattern.compile("(?i)multipart/form-data\\s*;.*?boundary=(\"([^\"]{1,200})\"|[^\\s;]{1,200}).*");
    private static final Pattern NAME = Pattern.compile("(?im)^content-disposition:.*?[;\\s]name=(\"([^\"\\r\\n]*)\"|[^;\\s]+)");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int BUFFER = 16 << 10;
    private static final String CONTENT = "filecontent";
    private static final String PARTS = "uploadparts";

    private final Map<String, String> fields = new HashMap<>();
    private int fieldBytes;
    private DeferredFileOutputStream spool;
    private Body content;

    private Form() {
    }

    /** Reads the body of {@code call} to its end. */
    static Form read(HttpCall call) {
        Body body = new BoundedBody(call.body(), CosSliceLimits.MAX_UPLOAD + CosSliceLimits.MAX_FIELDS + CosSliceLimits.MAX_PARTS_FIELD);
        Form form = new Form();
        call.head().query().parameters().forEach(field -> form.fields.put(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
        try (InputStream in = body.open()) {
            Matcher multipart = BOUNDARY.matcher(call.head().header("Content-Type").orElse(""));
            if (multipart.matches()) {
                form.multipart(in, multipart.group(2) == null ? multipart.group(1) : multipart.group(2));
            } else {
                form.json(in.readNBytes(CosSliceLimits.MAX_FIELDS + 1));
            }
            return form;
        } catch (IOException e) {
            form.discard();
            throw broken(e);
        } catch (RuntimeException e) {
            form.discard();
            throw e;
        }
    }

    private static UploadException broken(IOException e) {
        boolean form = e instanceof MalformedStreamException || e instanceof FileUploadSizeException;
        return form ? UploadException.of(Failure.MALFORMED, "The form cannot be read, or ended too early", e)
            : UploadException.of(Failure.INCOMPLETE_BODY, "The request broke off", e);
    }

    private static UploadException tooLarge() {
        return UploadException.of(Failure.TOO_LARGE, "A request has at most " + CosSliceLimits.MAX_UPLOAD + " bytes of a file");
    }

    private void multipart(InputStream in, String boundary) throws IOException {
        MultipartInput input = MultipartInput.builder().setInputStream(in).setBoundary(boundary.getBytes(StandardCharsets.UTF_8)).get();
        boolean more = input.skipPreamble();
        for (int parts = 0; more; parts++) {
            if (parts == CosSliceLimits.MAX_FORM_PARTS) {
                throw UploadException.of(Failure.MALFORMED, "The form has more than " + CosSliceLimits.MAX_FORM_PARTS + " parts");
            }
            Matcher name = NAME.matcher(input.readHeaders());
            String field = !name.find() ? "" : name.group(2) == null ? name.group(1) : name.group(2);
            if (field.equalsIgnoreCase(CONTENT)) {
                spool(input);
            } else {
                field(field, input);
            }
            more = input.readBoundary();
        }
        in.readNBytes(CosSliceLimits.MAX_FIELDS);
    }

    /** The digests of a very long file would take more memory than checking its slices early is worth: they are left out. */
    private void field(String name, MultipartInput input) throws IOException {
        boolean parts = name.equalsIgnoreCase(PARTS);
        byte[] value;
        try (InputStream in = input.newInputStream()) {
            value = in.readNBytes(parts ? CosSliceLimits.MAX_PARTS_FIELD : CosSliceLimits.MAX_FIELDS);
            if (parts && in.skip(Long.MAX_VALUE) > 0) {
                return;
            }
        }
        fieldBytes += (parts ? 0 : value.length) + name.length();
        if (fieldBytes > CosSliceLimits.MAX_FIELDS) {
            throw UploadException.of(Failure.MALFORMED, "The fields have more than " + CosSliceLimits.MAX_FIELDS + " bytes");
        }
        fields.put(name.toLowerCase(Locale.ROOT), new String(value, StandardCharsets.UTF_8));
    }

    private void spool(MultipartInput input) throws IOException {
        if (spool != null) {
            throw UploadException.of(Failure.MALFORMED, "The form has two files");
        }
        spool = DeferredFileOutputStream.builder().setThreshold((int) CosSliceLimits.MAX_SLICE).setPrefix("chunkupload").setSuffix(".form")
            .get();
        try (InputStream in = input.newInputStream(); OutputStream out = spool) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                if (spool.getByteCount() > CosSliceLimits.MAX_UPLOAD) {
                    throw tooLarge();
                }
            }
        }
        content = spool.isInMemory() ? Body.of(spool.getData()) : file();
    }

    private Body file() throws IOException {
        FileChannel channel = FileChannel.open(spool.getPath(), StandardOpenOption.READ);
        return new FileRegion(channel, 0, spool.getByteCount(), channel);
    }

    private void json(byte[] document) {
        if (document.length == 0) {
            return;
        }
        if (document.length > CosSliceLimits.MAX_FIELDS) {
            throw UploadException.of(Failure.MALFORMED, "A JSON object has at most " + CosSliceLimits.MAX_FIELDS + " bytes");
        }
        JsonNode root = tree(document);
        if (root == null || !root.isObject()) {
            throw UploadException.of(Failure.MALFORMED, "The body is neither a form nor a JSON object");
        }
        root.properties().forEach(field -> fields.put(field.getKey().toLowerCase(Locale.ROOT),
            field.getValue().isContainerNode() ? field.getValue().toString() : field.getValue().asText()));
    }

    private static JsonNode tree(byte[] document) {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            throw UploadException.of(Failure.MALFORMED, "The body is no JSON", e);
        }
    }

    /** Returns a field that is there and not empty. */
    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT))).filter(value -> !value.isEmpty());
    }

    /** Returns a field that is a number from 0; empty when it is not there or no number. */
    OptionalLong number(String name) {
        Optional<String> text = field(name).map(String::strip).filter(value -> value.matches("[0-9]{1,18}"));
        return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    }

    /** Returns whether there is a file. */
    boolean hasContent() {
        return content != null;
    }

    /** Returns the file; it is closed with this. */
    Body content() {
        if (content == null) {
            throw CosSliceError.CONTENT_MISSING.failure("The field filecontent is missing");
        }
        return content;
    }

    /** Returns the MD5 of the file. */
    String md5() {
        Hasher md5 = Digest.MD5.hasher();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = content().open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                md5.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw UploadException.of(Failure.INTERNAL, "A slice that was received could not be read", e);
        }
        return md5.finish();
    }

    @Override
    public void close() {
        discard();
    }

    private void discard() {
        try {
            if (content != null) {
                content.close();
            }
            if (spool != null && spool.getPath() != null) {
                Files.deleteIfExists(spool.getPath());
            }
        } catch (IOException e) {
            throw UploadException.of(Failure.INTERNAL, "A temporary file could not be removed", e);
        }
    }
}
