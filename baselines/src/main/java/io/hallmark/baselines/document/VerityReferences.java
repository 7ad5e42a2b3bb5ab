package io.hallmark.baselines.document;

import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.StageField;
import io.hallmark.measuredboot.chain.StageValues;
import io.hallmark.measuredboot.digest.Digest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Root hashes that the texts of a chain's stages refer to: {@code roothash=${verity:rootfs}}. */
final class VerityReferences {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{verity:([^}]*)}");

    private VerityReferences() {}

    /** The names that a chain refers to, in order. */
    static Set<String> in(BootChain chain) {
        Set<String> names = new LinkedHashSet<>();
        replaced(chain, text -> {
            REFERENCE.matcher(text).results().forEach(found -> names.add(found.group(1)));
            return text;
        });
        return names;
    }

    /** The chain with root hashes, in hex, in place of the references. */
    static BootChain resolved(BootChain chain, Map<String, Digest> rootHashes) {
        return replaced(
                chain,
                text -> REFERENCE
                        .matcher(text)
                        .replaceAll(found -> rootHashes.get(found.group(1)).hex()));
    }

    private static BootChain replaced(BootChain chain, UnaryOperator<String> change) {
        List<BootStage> stages = new ArrayList<>();
        for (BootStage stage : chain.stages()) {
            StageValues values = stage.values();
            StageValues.Builder changed = StageValues.builder();
            for (StageField field : stage.kind().fields()) {
                String name = field.name();
                switch (field.type()) {
                    case TEXT -> changed.text(name, values.text(name).map(change));
                    case ARTIFACT -> changed.text(name, values.text(name));
                    case ARTIFACTS -> changed.list(name, values.list(name));
                    case FILES -> changed.files(name, values.files(name));
                }
            }
            stages.add(stage.kind().make().apply(changed.build()));
        }
        return new BootChain(chain.name(), chain.gpt(), stages);
    }
}
