package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import java.util.List;
import java.util.function.Function;

/** Reads one of a few words. */
final class Choice {
    private Choice() {}

    static <T> T read(YamlValue value, String what, List<T> all, Function<T, String> label) {
        return all.stream()
                .filter(one -> label.apply(one).equals(value.asText()))
                .findFirst()
                .orElseThrow(() -> YamlValue.error(
                        value.source(),
                        Fields.unknown(
                                what,
                                value.asText(),
                                "the profile",
                                all.stream().map(label).toList())));
    }
}
