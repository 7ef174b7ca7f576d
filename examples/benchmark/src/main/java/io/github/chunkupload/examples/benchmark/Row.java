package io.github.chunkupload.examples.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * What one contender, or one receiver, needed.
 *
 * @param rounds the first is cold
 * @param memory most bytes of memory the process had
 */
record Row(List<Round> rounds, long memory) {

    /** Nanoseconds of one upload, by the clock and of CPU. */
    record Round(long wall, long cpu) {

        /** Reads what a program prints of a round. */
        static Round read(String times) {
            String[] time = times.split(" ");
            return new Round(Long.parseLong(time[0]), Long.parseLong(time[1]));
        }
    }

    /** Returns the one whose best round was shorter. */
    static Row faster(Row one, Row other) {
        return one.best().wall() <= other.best().wall() ? one : other;
    }

    /** Returns the seconds of all rounds, of CPU in brackets. */
    String allRounds() {
        return String.join(", ", rounds.stream()
            .map(round -> String.format(Locale.ROOT, "%.2f (%.2f)", round.wall() / 1e9, round.cpu() / 1e9)).toList());
    }

    Round cold() {
        return rounds.get(0);
    }

    /** Returns the shortest round that was not the first. */
    Round best() {
        return best(rounds);
    }

    /** Returns the shortest of rounds that was not the first. */
    static Round best(List<Round> rounds) {
        return rounds.stream().skip(rounds.size() > 1 ? 1 : 0).min((a, b) -> Long.compare(a.wall(), b.wall())).orElseThrow();
    }
}
