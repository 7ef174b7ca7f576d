package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a request addresses. In virtual-host style the labels before a base host are {@code bucket[.zone]}; a lone label is the zone if
 * it looks like one and is no bucket of ours, which no name of a bucket can be mistaken for because it has at least six characters.
 * Else the first segment of the path is the bucket, unless there is a default bucket and the segment names none that is configured.
 *
 * @param object bucket and key; an empty key: the bucket; an empty bucket: the service
 * @param signedPath the path as a signature covers it: as it came, never decoded, with the bucket in front where the host names it
 */
record QingStorTarget(ObjectRef object, String signedPath) {

    static final String VENDOR = "qingstor.com";
    private static final Pattern ZONE = Pattern.compile("(?=.{2,5}$)[a-z]+[0-9]+[a-z]?");

    /**
     * Returns what {@code head} addresses; whether the bucket is served is not looked at.
     *
     * @throws IllegalArgumentException when the percent-encoding of the path is broken
     */
    static QingStorTarget of(HttpHead head, ServerSettings settings) {
        String host = head.host().startsWith(".") ? head.host().substring(1) : head.host();
        String path = head.rawPath();
        for (String base : bases(settings)) {
            if (host.equals(base)) {
                return inPath(path);
            }
            if (host.endsWith("." + base)) {
                String labels = host.substring(0, host.length() - base.length() - 1);
                boolean zone = !settings.buckets().contains(labels) && ZONE.matcher(labels).matches();
                return zone ? inPath(path) : inHost(firstLabel(labels), path);
            }
        }
        String label = firstLabel(host);
        if (settings.buckets().contains(label)) {
            return inHost(label, path);
        }
        QingStorTarget target = inPath(path);
        boolean named = settings.defaultBucket().isEmpty() || settings.buckets().contains(target.object().bucket());
        return named ? target : inHost(settings.defaultBucket(), path);
    }

    private static List<String> bases(ServerSettings settings) {
        Set<String> configured = settings.baseHosts();
        List<String> bases = new ArrayList<>(configured);
        bases.add(VENDOR);
        bases.sort((a, b) -> b.length() - a.length());
        return bases;
    }

    private static String firstLabel(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }

    private static QingStorTarget inHost(String bucket, String path) {
        return new QingStorTarget(new ObjectRef(bucket, Percent.decode(path.substring(1))), "/" + bucket + path);
    }

    private static QingStorTarget inPath(String path) {
        int slash = path.indexOf('/', 1);
        String bucket = Percent.decode(path.substring(1, slash < 0 ? path.length() : slash));
        return new QingStorTarget(new ObjectRef(bucket, slash < 0 ? "" : Percent.decode(path.substring(slash + 1))), path);
    }
}
