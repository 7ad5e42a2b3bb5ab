package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.medium.Medium;
import io.hallmark.measuredboot.digest.Bank;
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

    /** The banks that the TPM of every machine has. */
    public static final List<Bank> BANKS = List.of(Bank.SHA1, Bank.SHA256, Bank.SHA384, Bank.SHA512);

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

    /**
     * The same on another kind of machine.
     *
     * @throws BootLabException when the firmware does not start on it
     */
    public MachineSetup on(String machineType, int mebibytes) {
        // OVMF with Secure Boot is built with SMM_REQUIRE, and of QEMU's machines only q35 has the SMRAM that it needs.
        if (firmware.secureBoot() && !machineType.matches("q35|pc-q35-.*")) {
            throw new BootLabException(
                    "firmware with Secure Boot starts on QEMU's machine type q35 only, since it needs"
                            + " system management mode, not on '" + machineType
                            + "': leave --machine out, or record a chain without Secure Boot");
        }
        return new MachineSetup(
                machineType, mebibytes, firmware, medium, variables, keys, dialogue, logFromMemory, refusal);
    }
}
