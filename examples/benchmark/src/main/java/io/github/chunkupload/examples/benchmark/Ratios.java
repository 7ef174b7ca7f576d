package io.github.chunkupload.examples.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** What was promised, as ratios within one run. */
final class Ratios {

    private final Map<Contender, Row> rows;
    private final Promises promises;

    Ratios(Map<Contender, Row> rows, PrintStream out) {
        this.rows = rows;
        this.promises = new Promises(out);
    }

    void print() {
        promises.begin();
        faster("COS by CRC64, throughput against cos_api", Contender.COS, Contender.COS_API, 3.5);
        cheaper("COS by CRC64, CPU against cos_api", Contender.COS, Contender.COS_API, 0.35);
        faster("COS by MD5, throughput against cos_api", Contender.COS_MD5, Contender.COS_API, 1.5);
        cheaper("COS by MD5, CPU against cos_api", Contender.COS_MD5, Contender.COS_API, 0.7);
        faster("COS by MD5, throughput against the MD5 floor", Contender.COS_MD5, Contender.FLOOR_MD5, 0.85);
        faster("QingStor, throughput against UploadManager", Contender.QINGSTOR, Contender.UPLOAD_MANAGER, 4);
        faster("cos-slice, throughput against the SHA-1 floor", Contender.COS_SLICE, Contender.FLOOR_SHA1, 0.8);
        memory();
    }

    private void faster(String what, Contender ours, Contender theirs, double target) {
        promises.faster(what, rows.get(ours), rows.get(theirs), target);
    }

    private void cheaper(String what, Contender ours, Contender theirs, double target) {
        promises.cheaper(what, rows.get(ours), rows.get(theirs), target);
    }

    private void memory() {
        if (rows.keySet().containsAll(List.of(Contender.COS, Contender.COS_API, Contender.IDLE_CAMEL, Contender.IDLE_JVM))) {
            long ours = rows.get(Contender.COS).memory() - rows.get(Contender.IDLE_CAMEL).memory() >> 20;
            long theirs = rows.get(Contender.COS_API).memory() - rows.get(Contender.IDLE_JVM).memory() >> 20;
            promises.line("Peak RSS above an idle Camel context, against cos_api above an idle JVM", ours + " MiB",
                "≤ " + theirs + " MiB", ours <= theirs);
        }
    }
}
