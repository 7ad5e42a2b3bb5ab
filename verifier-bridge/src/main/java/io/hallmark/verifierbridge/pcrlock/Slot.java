package io.hallmark.verifierbridge.pcrlock;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import java.util.Optional;
import java.util.Set;

/**
 * Where a component stands in the order of the boot. The numbers are those of systemd.pcrlock(5), so that the node's own
 * components come before and after.
 */
enum Slot {
    /** The same name as on nodes that lock their partition table themselves: both are variants of one component. */
    PARTITION_TABLE("600-gpt"),
    LOADER("630-hallmark-loader"),
    KERNEL("650-hallmark-kernel"),
    /** All of the above in one, where loaders and kernels don't combine freely. */
    WHOLE_BOOT("650-hallmark-boot");

    /** Of others the node itself knows the components, which must not be there twice. */
    private static final Set<Integer> PCRS = Set.of(4, 5, 8, 9, 11, 12, 13, 14);

    private final String component;

    Slot(String component) {
        this.component = component;
    }

    String component() {
        return component;
    }

    /**
     * The slot of an event; empty for those of components that systemd ships or the node makes from its firmware:
     * separators and actions, firmware code and configuration, Secure Boot policy and authority.
     */
    static Optional<Slot> of(PredictedEvent event) {
        if (!PCRS.contains(event.pcr()) || !(event.provenance() instanceof Provenance.Computed computed)) {
            return Optional.empty();
        }
        String rule = computed.rule();
        if (rule.equals("firmware.gpt")) {
            return Optional.of(PARTITION_TABLE);
        }
        return Optional.of(rule.startsWith("uki.") || rule.startsWith("linux.") ? KERNEL : LOADER);
    }

    static boolean covers(int pcr) {
        return PCRS.contains(pcr);
    }
}
