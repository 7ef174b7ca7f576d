package io.github.chunkupload.examples.benchmark.sink;

/** Tells when parts arrive, on standard output: what the scenario of a resume measures. Silent otherwise. */
final class Events {

    private final boolean told;

    Events(boolean told) {
        this.told = told;
    }

    void part(long number) {
        if (told) {
            synchronized (this) {
                System.out.println("part " + number + " " + System.currentTimeMillis());
            }
        }
    }
}
