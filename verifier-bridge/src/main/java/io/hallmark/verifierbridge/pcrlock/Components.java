package io.hallmark.verifierbridge.pcrlock;

import io.hallmark.measuredboot.chain.PredictedEvent;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The components of a baseline, each with its variants.
 *
 * <p>systemd-pcrlock takes any variant of one component with any of another. So the boot is split into components only
 * where the accepted sets are just that: every loader with every kernel. Where they are fewer, all is one component with
 * a variant for each set, and nothing is predicted that nobody accepted. The same where a PCR gets events of the kernel
 * before those of the loader, since components are predicted in the order of their numbers.
 */
final class Components {
    private Components() {}

    /** @param sets the events of each accepted set that components are made of, in order */
    static Map<Slot, Set<List<PredictedEvent>>> of(List<List<PredictedEvent>> sets) {
        Map<Slot, Set<List<PredictedEvent>>> split = new EnumMap<>(Slot.class);
        Set<Map<Slot, List<PredictedEvent>>> combinations = new LinkedHashSet<>();
        for (List<PredictedEvent> events : sets) {
            Map<Slot, List<PredictedEvent>> bySlot = new EnumMap<>(Slot.class);
            for (Slot slot : List.of(Slot.PARTITION_TABLE, Slot.LOADER, Slot.KERNEL)) {
                List<PredictedEvent> own = events.stream()
                        .filter(event -> Slot.of(event).equals(Optional.of(slot)))
                        .toList();
                bySlot.put(slot, own);
                split.computeIfAbsent(slot, s -> new LinkedHashSet<>()).add(own);
            }
            combinations.add(bySlot);
        }
        split.values().removeIf(variants -> variants.equals(Set.of(List.of())));
        long product = split.values().stream().mapToLong(Set::size).reduce(1, Math::multiplyExact);
        if (product == combinations.size() && sets.stream().allMatch(Components::inOrder)) {
            return split;
        }
        return Map.of(Slot.WHOLE_BOOT, new LinkedHashSet<>(sets));
    }

    private static boolean inOrder(List<PredictedEvent> events) {
        Map<Integer, Slot> last = new HashMap<>();
        for (PredictedEvent event : events) {
            Slot slot = Slot.of(event).orElseThrow();
            Slot before = last.put(event.pcr(), slot);
            if (before != null && before.compareTo(slot) > 0) {
                return false;
            }
        }
        return true;
    }
}
