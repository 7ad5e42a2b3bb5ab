package io.hallmark.bootlab;

import io.hallmark.bootlab.chain.ChainSpec;
import io.hallmark.bootlab.host.BootLabException;
import java.util.Arrays;
import java.util.List;

/** Which chains are booted: {@code all}, {@code ci}, or names with commas between them. */
record Selection(String text) {
    static final String PROPERTY = "hallmark.boots";

    /** @throws BootLabException when a name is of no chain */
    List<ChainSpec> of(List<ChainSpec> all) {
        if (text.equals("all")) {
            return all;
        }
        if (text.equals("ci")) {
            return all.stream().filter(ChainSpec::inCi).toList();
        }
        List<String> names = Arrays.stream(text.split(",")).map(String::strip).toList();
        List<String> known = all.stream().map(ChainSpec::name).toList();
        if (!known.containsAll(names)) {
            throw new BootLabException("the property '" + PROPERTY + "' is '" + text + "': give all, ci, or some of "
                    + String.join(",", known));
        }
        return all.stream().filter(spec -> names.contains(spec.name())).toList();
    }
}
