package io.hallmark.bootlab;

import io.hallmark.baselines.secureboot.KeyUpdate;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.machine.KeyVariable;
import io.hallmark.bootlab.machine.MachineSetup;
import io.hallmark.measuredboot.artifact.Content;
import java.util.List;
import java.util.Optional;

/** What a machine's keys have been updated by from one boot to a later one, as a profile's {@code pending} says it. */
final class KeyUpdates {
    private KeyUpdates() {}

    /** @throws BootLabException when the later machine lacks keys, or has others that no update brings */
    static KeyUpdate between(MachineSetup earlier, MachineSetup later) {
        int taken = earlier.keys().size();
        if (later.keys().size() < taken
                || !names(later.keys().subList(0, taken)).equals(names(earlier.keys()))) {
            throw new BootLabException("the machine's keys of the first boot must be those that the next begins with");
        }
        KeyUpdate update = KeyUpdate.NONE;
        for (KeyVariable more : later.keys().subList(taken, later.keys().size())) {
            update = update.then(update(more));
        }
        return update;
    }

    private static List<String> names(List<KeyVariable> keys) {
        return keys.stream().map(KeyVariable::name).toList();
    }

    private static KeyUpdate update(KeyVariable more) {
        Content content = new Content(more.content());
        return switch (more.name()) {
            case "db" -> new KeyUpdate(List.of(), List.of(content), List.of(), Optional.empty());
            case "dbx" -> new KeyUpdate(List.of(), List.of(), List.of(content), Optional.empty());
            case "SbatLevel" -> new KeyUpdate(List.of(), List.of(), List.of(), Optional.of(content));
            default -> throw new BootLabException("no update of keys brings " + more.name());
        };
    }
}
