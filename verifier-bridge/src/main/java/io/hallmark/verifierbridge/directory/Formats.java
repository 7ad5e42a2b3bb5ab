package io.hallmark.verifierbridge.directory;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.FilePlan;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.verifierbridge.cel.CelFormat;
import io.hallmark.verifierbridge.corim.CorimFormat;
import io.hallmark.verifierbridge.format.Format;
import io.hallmark.verifierbridge.keylime.tpmpolicy.TpmPolicyFormat;
import io.hallmark.verifierbridge.pcrlock.PcrlockFormat;
import io.hallmark.verifierbridge.plain.PlainFormat;
import io.hallmark.verifierbridge.rim.RimFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The formats that files can be of. A new one is registered here. */
final class Formats {
    private static final Map<String, BiFunction<TargetSettings, SecretStore, Format>> ALL = all();

    private Formats() {}

    /**
     * The formats that {@code formats} names, at least one.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column of an unknown one
     */
    static List<Format> of(TargetSettings settings, SecretStore secrets) {
        List<String> names = settings.texts("formats");
        if (names.isEmpty()) {
            throw settings.refuse("formats", "give 'formats: [...]' with at least one of " + ALL.keySet());
        }
        return names.stream()
                .map(name -> {
                    if (!ALL.containsKey(name)) {
                        throw settings.refuse("formats", "'" + name + "' is no format; known are " + ALL.keySet());
                    }
                    return ALL.get(name).apply(settings, secrets);
                })
                .toList();
    }

    /** The files of all baselines in these formats: {@code <format>/<image>/<chain>/<profile>…}. */
    static List<FilePlan.Wanted> render(List<Format> formats, ApprovedState state) {
        List<FilePlan.Wanted> files = new ArrayList<>();
        for (Format format : formats) {
            for (BaselineDocument baseline : state.baselines()) {
                format.render(state, baseline)
                        .forEach(file -> files.add(
                                new FilePlan.Wanted(format.name() + "/" + file.path(), file.content(), file.words())));
            }
        }
        return files;
    }

    private static Map<String, BiFunction<TargetSettings, SecretStore, Format>> all() {
        Map<String, BiFunction<TargetSettings, SecretStore, Format>> all = new LinkedHashMap<>();
        all.put("json", (settings, secrets) -> new PlainFormat());
        all.put("cel", (settings, secrets) -> new CelFormat());
        all.put("pcrlock", (settings, secrets) -> new PcrlockFormat());
        all.put("corim", CorimFormat::of);
        all.put("rim", RimFormat::of);
        all.put("keylime-tpm-policy", (settings, secrets) -> TpmPolicyFormat.of(settings));
        return java.util.Collections.unmodifiableMap(all);
    }
}
