package io.github.chunkupload.transfer;

/**
 * Part lengths that double every {@code step} parts up to {@code greatest}.
 *
 * @param first bytes of the first parts
 * @param step parts of one length
 * @param greatest most bytes of a part
 * @param most parts
 */
record PartSizes(long first, int step, long greatest, int most) {

    static PartSizes equal(long length) {
        return new PartSizes(length, Integer.MAX_VALUE, length, Integer.MAX_VALUE);
    }

    /** Returns the slowest growth by which {@code most} parts reach {@code reach} bytes; where none does, the fastest. */
    static PartSizes growing(long first, int most, long greatest, long reach) {
        int slow = most;
        int fast = 1;
        while (fast < slow) {
            int middle = fast + (slow - fast + 1) / 2;
            if (new PartSizes(first, middle, greatest, most).total() >= reach) {
                fast = middle;
            } else {
                slow = middle - 1;
            }
        }
        return new PartSizes(first, fast, greatest, most);
    }

    /** Returns the length of part {@code ordinal}, counted from 0. */
    long length(int ordinal) {
        return lengthOfRound(ordinal / step);
    }

    /** Returns the offset of part {@code ordinal}; {@link Long#MAX_VALUE} when it is beyond. */
    long offset(int ordinal) {
        int rounds = ordinal / step;
        long offset = 0;
        int round = 0;
        while (round < rounds && lengthOfRound(round) < greatest) {
            offset = plus(offset, times(lengthOfRound(round), step));
            round++;
        }
        long left = ordinal - (long) round * step;
        return plus(offset, times(lengthOfRound(round), left));
    }

    private long total() {
        return offset(most);
    }

    private long lengthOfRound(int round) {
        long limit = Math.max(first, greatest);
        return round >= Long.SIZE - 1 || first > limit >> round ? limit : first << round;
    }

    private static long times(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }

    private static long plus(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }
}
