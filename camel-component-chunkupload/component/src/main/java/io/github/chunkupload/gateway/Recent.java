package io.github.chunkupload.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest of something, for people who look; older ones are forgotten. Thread-safe. */
final class Recent<T> {

    private static final int KEPT = 50;

    private final Deque<T> latest = new ArrayDeque<>();

    synchronized void add(T one) {
        if (latest.size() == KEPT) {
            latest.removeLast();
        }
        latest.addFirst(one);
    }

    /** Returns them, the latest first. */
    synchronized List<T> list() {
        return List.copyOf(latest);
    }
}
