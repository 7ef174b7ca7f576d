package io.github.chunkupload.component;

import io.github.chunkupload.transfer.Bandwidth;
import io.github.chunkupload.transfer.Bandwidth.Slot;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads options that limit a bandwidth. */
final class Bandwidths {

    private static final Pattern SLOT = Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)=(.+)");

    private Bandwidths() {
    }

    /**
     * Returns the limit that {@code text} means: {@code 10MB} a second all day, or {@code 08:00-18:00=1MB} at that time of day, or
     * several of these separated by commas, of which the first that has the time counts. Null or empty: none.
     *
     * @throws IllegalArgumentException when it is none; the message names the option
     */
    static Bandwidth parse(String option, String text) {
        OptionalLong otherwise = OptionalLong.empty();
        List<Slot> slots = new ArrayList<>();
        for (String each : OptionChecks.isSet(text) ? text.split(",") : new String[0]) {
            Matcher slot = SLOT.matcher(each.trim());
            try {
                if (slot.matches()) {
                    long limit = Sizes.parse(option, slot.group(3));
                    slots.add(new Slot(LocalTime.parse(slot.group(1)), LocalTime.parse(slot.group(2)), limit));
                } else {
                    otherwise = OptionalLong.of(Sizes.parse(option, each));
                }
            } catch (DateTimeException | IllegalArgumentException e) {
                throw new IllegalArgumentException("Option " + option + "=" + text + " is no bandwidth: write 10MB for bytes per "
                    + "second, or 08:00-18:00=1MB,10MB for other limits at other times", e);
            }
        }
        return new Bandwidth(otherwise, slots, ZoneId.systemDefault());
    }
}
