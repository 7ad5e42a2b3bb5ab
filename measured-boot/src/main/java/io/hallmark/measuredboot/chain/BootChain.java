package io.hallmark.measuredboot.chain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The ordered stages that a node goes through after its firmware.
 *
 * @param name {@code pxe}
 * @param gpt name of an artifact with the first sectors of the boot disk (protective MBR, GPT header, entries), when
 *     the nodes boot from a disk whose partition table the image makes; else the table is the reference log's
 * @param stages at least one
 */
public record BootChain(String name, Optional<String> gpt, List<BootStage> stages) {
    public BootChain {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("chain '" + name + "' has no stages");
        }
    }

    /** The names of all artifacts that the chain refers to, each once: by stage, and those of a stage's files by path. */
    public List<String> artifacts() {
        Set<String> names = new LinkedHashSet<>();
        gpt.ifPresent(names::add);
        for (BootStage stage : stages) {
            names.addAll(stage.artifacts());
        }
        return new ArrayList<>(names);
    }
}
