package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.guest.DebianPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** QEMU's command line for a machine. */
final class QemuArguments {
    private QemuArguments() {}

    /**
     * Emulated without the host's virtualisation, so that a build agent that is itself a virtual machine will do.
     *
     * @param variables the copy of the variable store that this boot may change
     * @param tpm socket of the software TPM
     * @param memory file for the guest's memory, used when the log is copied out of it
     */
    static List<String> of(MachineSetup setup, DebianPackage ovmf, Path variables, Path tpm, Path memory) {
        boolean smm = setup.firmware().secureBoot();
        List<String> words = new ArrayList<>();
        if (setup.logFromMemory()) {
            words.addAll(List.of(
                    "-object",
                    "memory-backend-file,id=memory,share=on,size=" + setup.memory() + "M,mem-path=" + memory));
        }
        words.addAll(List.of(
                "-machine",
                setup.type() + ",accel=tcg" + (smm ? ",smm=on" : "")
                        + (setup.logFromMemory() ? ",memory-backend=memory" : "")));
        words.addAll(List.of("-m", Integer.toString(setup.memory()), "-smp", "1"));
        words.addAll(List.of("-nodefaults", "-display", "none", "-no-reboot"));
        if (smm) {
            words.addAll(List.of("-global", "driver=cfi.pflash01,property=secure,value=on"));
        }
        words.addAll(List.of(
                "-drive",
                "if=pflash,format=raw,unit=0,readonly=on,file="
                        + setup.firmware().code(ovmf)));
        words.addAll(List.of("-drive", "if=pflash,format=raw,unit=1,file=" + variables));
        words.addAll(List.of("-chardev", "socket,id=tpm,path=" + tpm));
        words.addAll(List.of("-tpmdev", "emulator,id=tpm0,chardev=tpm", "-device", "tpm-tis,tpmdev=tpm0"));
        words.addAll(List.of("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"));
        // Newer OVMF offers no network boot without a source of random numbers.
        words.addAll(List.of("-device", "virtio-rng-pci"));
        words.addAll(setup.medium().arguments(setup.variables().isEmpty()));
        return words;
    }
}
