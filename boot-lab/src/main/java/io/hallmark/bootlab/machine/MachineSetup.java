package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.medium.Medium;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A virtual machine before it is switched on.
 *
 * @param type QEMU's machine type: {@code q35}
 * @param memory in MiB
 * @param variables put into the variable store; with any, firmware boots by its own boot order
 * @param keys appended to what the firmware's variable store trusts and refuses
 * @param dialogue what is typed on the console
 * @param logFromMemory whether the event log has to be copied out of the guest's memory, since the kernel is entered
 *     past its EFI stub and so has none
 * @param refusal text by which firmware says that it will not boot; with it, the machine is switched off
 */
public record MachineSetup(
        String type,
        int memory,
        Firmware firmware,
        Medium medium,
        List<BootVariable> variables,
        List<KeyVariable> keys,
        List<Exchange> dialogue,
        boolean logFromMemory,
        Optional<String> refusal) {

    public MachineSetup {
        variables = List.copyOf(variables);
        keys = List.copyOf(keys);
        dialogue = List.copyOf(dialogue);
    }

    /** A machine as most chains need it. */
    public static MachineSetup of(Firmware firmware, Medium medium) {
        return new MachineSetup(
                "q35", 1024, firmware, medium, List.of(), List.of(), List.of(), false, Optional.empty());
    }

    public MachineSetup with(List<BootVariable> more) {
        return new MachineSetup(type, memory, firmware, medium, more, keys, dialogue, logFromMemory, refusal);
    }

    /** The same with these keys after those that it has so far. */
    public MachineSetup keyed(KeyVariable... more) {
        List<KeyVariable> all = new ArrayList<>(keys);
        all.addAll(List.of(more));
        return new MachineSetup(type, memory, firmware, medium, variables, all, dialogue, logFromMemory, refusal);
    }

    public MachineSetup typing(List<Exchange> exchanges) {
        return new MachineSetup(type, memory, firmware, medium, variables, keys, exchanges, logFromMemory, refusal);
    }

    public MachineSetup copyingLogFromMemory() {
        return new MachineSetup(type, memory, firmware, medium, variables, keys, dialogue, true, refusal);
    }

    public MachineSetup expectingRefusal(String text) {
        return new MachineSetup(
                type, memory, firmware, medium, variables, keys, dialogue, logFromMemory, Optional.of(text));
    }

    /** The same on another kind of machine. */
    public MachineSetup on(String machineType, int mebibytes) {
        return new MachineSetup(
                machineType, mebibytes, firmware, medium, variables, keys, dialogue, logFromMemory, refusal);
    }
}
