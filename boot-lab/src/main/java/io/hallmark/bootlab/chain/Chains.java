package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.machine.Firmware;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The chains that the lab boots. */
public final class Chains {
    /** The chain whose recorded boot is of firmware that trusts Microsoft's keys. */
    static final String MICROSOFT_FIRMWARE = "shim-grub-secure-boot";
    /** The chain whose recorded boot is of firmware that trusts a key of its owner's. */
    static final String OWN_FIRMWARE = "uki-other-key";

    private Chains() {}

    /** All, the slowest first, so that two at a time end together. */
    public static List<ChainSpec> all(BootFiles files) {
        return List.of(
                ChainSpec.of("ipxe", "iPXE over TFTP → kernel", new IpxeChain(files), true, Set.of(4, 5, 7, 9)),
                ChainSpec.of(
                        MICROSOFT_FIRMWARE,
                        "shim → GRUB → kernel, Secure Boot on",
                        new ShimGrubChain(files, Firmware.MICROSOFT),
                        true,
                        Set.of(4, 5, 7, 8, 9, 14)),
                ChainSpec.of(
                        "uki",
                        "unified kernel image",
                        new UnifiedImageChain(files, Firmware.PLAIN),
                        true,
                        Set.of(4, 5, 7, 9, 11)),
                ChainSpec.of(
                        OWN_FIRMWARE,
                        "unified kernel image, then signed by another key of db, after an update of dbx",
                        new OtherKeyChain(files),
                        true,
                        Set.of(4, 5, 7, 9, 11)),
                ChainSpec.of(
                        "shim-grub-mok",
                        "shim → GRUB → kernel, then signed by its owner too (MokList)",
                        new MokKernelChain(files),
                        false,
                        Set.of(4, 5, 7, 8, 9, 14)),
                ChainSpec.of(
                        "shim-grub-validation-off",
                        "shim → GRUB → kernel, Secure Boot on, shim's validation off (MokSBState)",
                        new ValidationOffChain(files),
                        false,
                        Set.of(4, 5, 7, 8, 9, 14)),
                ChainSpec.of(
                        "net-shim-grub",
                        "shim over TFTP → GRUB → kernel",
                        new NetworkGrubChain(files, Firmware.PLAIN),
                        false,
                        Set.of(4, 5, 7, 8, 9, 14)),
                ChainSpec.of(
                        "net-shim-grub-secure-boot",
                        "shim over TFTP → GRUB → kernel, Secure Boot on",
                        new NetworkGrubChain(files, Firmware.MICROSOFT),
                        false,
                        Set.of(4, 5, 7, 8, 9, 14)),
                ChainSpec.of(
                        "shim-grub",
                        "shim → GRUB → kernel",
                        new ShimGrubChain(files, Firmware.PLAIN),
                        false,
                        Set.of(4, 5, 7, 8, 9, 14)),
                ChainSpec.of(
                        "sdboot-entry",
                        "systemd-boot → kernel by a type 1 entry, two initrds",
                        new SystemdBootEntryChain(files),
                        false,
                        Set.of(4, 5, 7, 9, 12)),
                ChainSpec.of(
                        "sdboot-uki",
                        "systemd-boot → unified kernel image with files beside it",
                        new SystemdBootImageChain(files),
                        false,
                        Set.of(4, 5, 7, 9, 11, 12, 13)),
                ChainSpec.of(
                        "uki-secure-boot",
                        "unified kernel image, Secure Boot on with a key of one's own",
                        new UnifiedImageChain(files, Firmware.SNAKEOIL),
                        false,
                        Set.of(4, 5, 7, 9, 11)),
                ChainSpec.of(
                        "efi-stub",
                        "boot entry → kernel's EFI stub",
                        new EfiStubChain(),
                        false,
                        Set.of(1, 4, 5, 7, 9)));
    }

    /** What must not start. */
    public static List<Refused> refused(BootFiles files) {
        return Refused.all(files);
    }

    /** @throws BootLabException that names those there are when there is no chain of that name */
    public static ChainSpec named(String name, BootFiles files) {
        List<ChainSpec> all = all(files);
        return all.stream().filter(spec -> spec.name().equals(name)).findFirst().orElseThrow(() -> {
            String names = all.stream().map(ChainSpec::name).collect(Collectors.joining(", "));
            return new BootLabException("there is no chain '" + name + "'; there are " + names);
        });
    }
}
