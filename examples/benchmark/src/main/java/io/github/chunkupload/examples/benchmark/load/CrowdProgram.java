package io.github.chunkupload.examples.benchmark.load;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Many clients of one receiver at once. Arguments: its port, a file, bucket, access key, secret key, then "parts" and how many, each of
 * them the whole file and all of them at once; or "connections", how many that are idle, how many uploads, how many requests at once, and
 * how many parts of each upload. Prints "begin" and "end" with the time in milliseconds, and at the end how many parts were answered. Every
 * part is confirmed by its MD5, and every connection that was idle answers afterwards. The uploads are aborted.
 */
public final class CrowdProgram {

    private final int port;
    private final String bucket;
    private final Style style;
    private final Control control;
    private final FileChannel file;
    private final String md5;

    private CrowdProgram(String[] arguments) throws Exception {
        port = Integer.parseInt(arguments[0]);
        bucket = arguments[2];
        style = Style.cos(port, arguments[3], arguments[4]);
        control = new Control(style);
        file = FileChannel.open(Path.of(arguments[1]));
        md5 = Md5.of(file, 0, file.size());
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        CrowdProgram crowd = new CrowdProgram(arguments);
        int number = Integer.parseInt(arguments[6]);
        if (arguments[5].equals("parts")) {
            crowd.parts(number);
        } else {
            crowd.connections(number, Integer.parseInt(arguments[7]), Integer.parseInt(arguments[8]), Integer.parseInt(arguments[9]));
        }
        System.exit(0);
    }

    private void parts(int count) throws Exception {
        List<String> ids = open(1);
        try (Workers workers = new Workers(count, port)) {
            begin();
            workers.run(count, (line, part) -> send(line, ids, part));
            end(count);
        }
        settle(ids, count);
    }

    private void connections(int idle, int uploads, int atOnce, int partsOfEach) throws Exception {
        List<Line> quiet = new ArrayList<>();
        for (int line = 0; line < idle; line++) {
            quiet.add(new Line(port));
        }
        List<String> ids = open(uploads);
        try (Workers workers = new Workers(atOnce, port)) {
            begin();
            workers.run(uploads * partsOfEach, (line, part) -> send(line, ids, part));
            end(uploads * partsOfEach);
        }
        wake(quiet, object(0) + "?uploadId=" + ids.get(0));
        settle(ids, partsOfEach);
    }

    /** Asks on every connection that was idle. */
    private void wake(List<Line> quiet, String target) throws IOException {
        for (Line line : quiet) {
            line.write(style.head("GET", target, 0));
            line.answer().requireSuccess();
            line.close();
        }
    }

    private List<String> open(int uploads) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int upload = 0; upload < uploads; upload++) {
            ids.add(control.initiate(object(upload)));
        }
        return ids;
    }

    private String object(int upload) {
        return "/" + bucket + "/crowd" + upload + ".bin";
    }

    /** Sends the whole file as a part of the uploads in turn. */
    private void send(Line line, List<String> ids, int part) throws IOException {
        int upload = part % ids.size();
        String target = object(upload) + "?partNumber=" + (part / ids.size() + 1) + "&uploadId=" + ids.get(upload);
        line.send(style.head("PUT", target, file.size()), file, 0, file.size()).require(md5);
    }

    private void settle(List<String> ids, int parts) throws Exception {
        for (int upload = 0; upload < ids.size(); upload++) {
            int there = control.parts(object(upload), ids.get(upload));
            if (there != parts) {
                throw new IOException("Of " + parts + " parts " + there + " are there");
            }
            control.abort(object(upload), ids.get(upload));
        }
    }

    private static void begin() {
        System.out.println("begin " + System.currentTimeMillis());
    }

    private static void end(int answered) {
        System.out.println("end " + System.currentTimeMillis() + " " + answered);
    }
}
