package io.github.chunkupload.gateway;

import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Which protocols can be relayed call by call to which store. What the clients of the near protocol are held to is compared with what the
 * far store demands; what only shows with an upload, such as the size of a slice, is for {@link RelayStore} to refuse.
 */
final class RelayFit {

    private static final List<Rule> RULES = List.of(
        new Rule((near, far) -> near.by() == Addressing.NUMBER && far.by() == Addressing.OFFSET,
            "the store behind takes parts by their offset, and that of a numbered part is not known before all parts before it are"),
        new Rule((near, far) -> near.by() == Addressing.OFFSET && far.by() == Addressing.NUMBER && near.alignment() == 1,
            "the store behind takes numbered parts, and blocks that may begin anywhere have no number"),
        new Rule((near, far) -> near.maxPart() < far.minPart(),
            "the largest parts of this protocol are smaller than the least part of the store behind"),
        new Rule((near, far) -> far.sizeFirst() && near.by() == Addressing.NUMBER && !near.sizeFirst(),
            "the store behind must know the size first, and this protocol never tells it"),
        new Rule((near, far) -> far.digestFirst().stream().anyMatch(digest -> !near.digestFirst().contains(digest)
                && near.instant().filter(digest::equals).isEmpty()),
            "the store behind must know a checksum of the whole object first, and this protocol never tells it"));

    /**
     * One reason why two do not fit.
     *
     * @param broken whether it holds for near and far
     * @param reason in words for the client
     */
    private record Rule(BiPredicate<StoreTraits, StoreTraits> broken, String reason) {
    }

    private RelayFit() {
    }

    /**
     * Returns why uploads cannot be relayed call by call; empty: they can.
     *
     * @param near what is true of a store as clients of the protocol see it
     * @param far what is true of the store behind
     */
    static Optional<String> refusal(StoreTraits near, StoreTraits far) {
        return RULES.stream().filter(rule -> rule.broken().test(near, far)).map(Rule::reason).findFirst();
    }
}
