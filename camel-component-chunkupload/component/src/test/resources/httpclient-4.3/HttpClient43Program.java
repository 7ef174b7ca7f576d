import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.http.NameValuePair;
import org.apache.http.client.entity.UrlEncodedFormEntity;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.mime.MultipartEntityBuilder;
import org.apache.http.entity.mime.content.ByteArrayBody;
import org.apache.http.entity.mime.content.ContentBody;
import org.apache.http.entity.mime.content.InputStreamBody;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.message.BasicNameValuePair;
import org.apache.http.util.EntityUtils;

/**
 * Speaks Cayman through Apache HttpClient 4.3.4, as the sample on the vendor's page does. Arguments: what to do ({@code current},
 * {@code older} or {@code calls}), endpoint, token, Authorization, file. Prints each reply on a line, without its line breaks.
 */
public final class HttpClient43Program {

    private static final int BLOCK = 1 << 20;

    private static CloseableHttpClient client;
    private static String[] arguments;

    private HttpClient43Program() {
    }

    public static void main(String[] given) throws Exception {
        arguments = given;
        byte[] content = Files.readAllBytes(Path.of(arguments[4]));
        client = HttpClients.createDefault();
        try {
            switch (arguments[0]) {
                case "current" -> current(content);
                case "older" -> older(content);
                default -> calls();
            }
        } finally {
            client.close();
        }
    }

    /** Blocks out of order, every second one in chunks, and everything read back. */
    private static void current(byte[] content) throws IOException {
        String[] object = {"bucket", "bucket-z", "objectid", "directory1/a b+c.bin"};
        print("create", post("/api/cayman/store/object/create", form(object, "size", String.valueOf(content.length))));
        for (int block : shuffled(content.length)) {
            int offset = block * BLOCK;
            byte[] bytes = Arrays.copyOfRange(content, offset, Math.min(content.length, offset + BLOCK));
            MultipartEntityBuilder form = form(object, "offset", String.valueOf(offset), "len", String.valueOf(bytes.length));
            print("write", post("/api/cayman/store/object/write", form.addPart("PostData", data(bytes, block % 2 == 1))));
        }
        print("finish", post("/api/cayman/store/object/finish", form(object)));
        byte[] read = new byte[content.length];
        for (int offset = 0; offset < read.length; offset += BLOCK) {
            byte[] bytes = post("/api/cayman/store/object/read", form(object, "offset", String.valueOf(offset),
                "length", String.valueOf(BLOCK)));
            System.arraycopy(bytes, 0, read, offset, bytes.length);
        }
        System.out.println("read " + Arrays.equals(read, content));
        byte[] whole = bytes(new HttpGet(arguments[1]
            + "/api/cayman/store/object/download?bucket=bucket-z&objectid=directory1%2Fa%20b%2Bc.bin"));
        System.out.println("download " + Arrays.equals(whole, content));
    }

    private static void older(byte[] content) throws IOException {
        List<NameValuePair> file = List.of(new BasicNameValuePair("filename", "a b.bin"),
            new BasicNameValuePair("filesize", String.valueOf(content.length)));
        String created = text(bytes(urlencoded("/api/cluster/tracker/file/create?uid=7", file)));
        System.out.println("create " + created.replaceAll("[\n\t]", ""));
        Matcher matcher = Pattern.compile("\"fileid\":\t\"([^\"]+)\"").matcher(created);
        matcher.find();
        String id = matcher.group(1);
        for (int block : shuffled(content.length)) {
            int offset = block * BLOCK;
            byte[] bytes = Arrays.copyOfRange(content, offset, Math.min(content.length, offset + BLOCK));
            MultipartEntityBuilder form = MultipartEntityBuilder.create().addPart("PostData", data(bytes, true)).addTextBody("fileid", id)
                .addTextBody("offset", String.valueOf(offset)).addTextBody("length", String.valueOf(bytes.length))
                .addTextBody("filesize", String.valueOf(content.length));
            print("write", post("/api/cluster/storage/file/write", form));
        }
        print("finish", bytes(urlencoded("/upload/finish", List.of(new BasicNameValuePair("fileid", id),
            new BasicNameValuePair("customjson", " ")))));
        byte[] whole = bytes(new HttpGet(arguments[1] + "/preview/getImage?fileid=" + id + "&token=" + arguments[2]));
        System.out.println("download " + Arrays.equals(whole, content));
        System.out.println("fileid " + id);
    }

    /** One request for each operation, with the fields of the manual in its order. */
    private static void calls() throws IOException {
        String[] object = {"bucket", "bucket-z", "objectid", "directory1/a.txt"};
        String store = "/api/cayman/store/";
        post(store + "object/create", form(object, "size", "11"));
        post(store + "object/write", form(object, "offset", "0", "len", "11")
            .addPart("PostData", new ByteArrayBody("filecontent".getBytes(StandardCharsets.US_ASCII), "block")));
        post(store + "object/finish", form(object));
        post(store + "object/info", form(object));
        post(store + "object/read", form(object, "offset", "2", "length", "4"));
        bytes(new HttpGet(arguments[1] + store + "object/download?bucket=bucket-z&objectid=directory1%2Fa.txt"));
        post(store + "object/truncate", form(object, "newsize", "4"));
        post(store + "object/md5/calc/sync", form(object));
        post(store + "object/remove", form(object));
        String[] bucket = {"bucket", "bucket-z"};
        post(store + "bucket/create", form(bucket));
        post(store + "bucket/list", form(new String[0], "unused", ""));
        post(store + "bucket/listobject", form(bucket, "dirname", "/directory1", "page", "1", "perpage", "20"));
        post(store + "bucket/remove", form(bucket));
    }

    private static List<Integer> shuffled(int length) {
        List<Integer> blocks = new ArrayList<>();
        for (int block = 0; (long) block * BLOCK < length; block++) {
            blocks.add(block);
        }
        Collections.shuffle(blocks, new Random(length));
        return blocks;
    }

    /** The name of the file and the media type are those of the vendor's sample. */
    private static ContentBody data(byte[] bytes, boolean chunked) {
        ContentType type = ContentType.create("PostData");
        return chunked ? new InputStreamBody(new ByteArrayInputStream(bytes), type, "multipart/form-data")
            : new ByteArrayBody(bytes, type, "multipart/form-data");
    }

    private static MultipartEntityBuilder form(String[] first, String... more) {
        MultipartEntityBuilder builder = MultipartEntityBuilder.create();
        for (String[] fields : new String[][] {first, more}) {
            for (int i = 0; i < fields.length; i += 2) {
                builder.addTextBody(fields[i], fields[i + 1]);
            }
        }
        return builder;
    }

    private static byte[] post(String path, MultipartEntityBuilder form) throws IOException {
        HttpPost post = new HttpPost(arguments[1] + path);
        post.setEntity(form.build());
        return bytes(post);
    }

    private static HttpPost urlencoded(String path, List<NameValuePair> fields) throws IOException {
        HttpPost post = new HttpPost(arguments[1] + path);
        post.setEntity(new UrlEncodedFormEntity(fields, StandardCharsets.UTF_8));
        return post;
    }

    private static byte[] bytes(HttpUriRequest request) throws IOException {
        request.setHeader("ACCESS-TOKEN", arguments[2]);
        request.setHeader("Authorization", arguments[3]);
        try (CloseableHttpResponse response = client.execute(request)) {
            return EntityUtils.toByteArray(response.getEntity());
        }
    }

    private static void print(String what, byte[] reply) {
        System.out.println(what + " " + text(reply).replaceAll("[\n\t]", ""));
    }

    private static String text(byte[] reply) {
        return new String(reply, StandardCharsets.UTF_8);
    }
}
