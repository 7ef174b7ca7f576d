package io.github.chunkupload.component;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what somebody meant who wrote something that is not there. Thread-safe; for the starter as well. */
public final class Nearest {

    private Nearest() {
    }

    /** Returns a question that ends a refusal, naming the choice nearest to {@code word}; nothing where none is near. */
    public static String hint(String word, Collection<String> choices) {
        return of(word, choices).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** Returns the choice that takes the fewest changes of a letter, one in three at most; of several the first. */
    static Optional<String> of(String word, Collection<String> choices) {
        int most = Math.max(1, word.length() / 3);
        return choices.stream().filter(choice -> distance(word, choice) <= most)
            .min(Comparator.comparingInt(choice -> distance(word, choice)));
    }

    /** Counts letters left out, put in, replaced, or swapped with their neighbours; large and small ones are the same. */
    static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : least(a, b, i, j, steps);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int least(String a, String b, int i, int j, int[][] steps) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(steps[i - 1][j - 1] + (same ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
