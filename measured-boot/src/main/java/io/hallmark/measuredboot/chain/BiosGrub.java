package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.StageField.Type;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * GRUB on legacy BIOS, started from a disk's first sector.
 *
 * <p>The BIOS measures the sector's code into PCR 4 and its partition table into PCR 5 (TCG PC Client Specific
 * Implementation Specification for Conventional BIOS, "EV_IPL", "EV_IPL_PARTITION_DATA"; SeaBIOS, {@code src/tcgbios.c}).
 * GRUB's i386-pc build measures nothing: not its core image, its configuration, the kernel, the initrd.
 *
 * @param mbr name of the artifact with the disk's first sector, 512 bytes or more
 */
public record BiosGrub(Optional<String> mbr) implements BootStage {
    static final StageKind KIND = new StageKind(
            "bios-grub",
            "GRUB on legacy BIOS, which measures nothing of what it loads.",
            List.of(StageField.optional("mbr", Type.ARTIFACT, "The disk's first sector.")),
            values -> new BiosGrub(values.text("mbr")));

    private static final int CODE = 440;
    private static final int SECTOR = 512;

    @Override
    public StageKind kind() {
        return KIND;
    }

    @Override
    public StageValues values() {
        return StageValues.builder().text("mbr", mbr).build();
    }

    @Override
    public void measure(Boot boot, Handover handover) {
        mbr.ifPresent(name -> sector(boot, boot.artifact(name)));
        boot.notCovered(
                "Legacy BIOS: GRUB measures neither its core image nor its configuration, the kernel, the initrd"
                        + " or the command line. No PCR shows a change of any of them; boot these nodes with UEFI.");
    }

    private static void sector(Boot boot, Artifact artifact) {
        Optional<byte[]> bytes =
                artifact.facts().content().map(Content::bytes).filter(content -> content.length >= SECTOR);
        String reason = "artifact '" + artifact.name() + "' (" + artifact.origin() + ") is not the first sector of a"
                + " disk: give a file of its first 512 bytes";
        if (bytes.isEmpty()) {
            boot.assumed(4, EventType.EV_IPL, new byte[0], "MBR", reason);
            boot.assumed(5, EventType.EV_IPL_PARTITION_DATA, new byte[0], "MBR PARTITION_TABLE", reason);
            return;
        }
        part(boot, artifact, 4, EventType.EV_IPL, "MBR", Arrays.copyOfRange(bytes.get(), 0, CODE));
        part(
                boot,
                artifact,
                5,
                EventType.EV_IPL_PARTITION_DATA,
                "MBR PARTITION_TABLE",
                Arrays.copyOfRange(bytes.get(), CODE, SECTOR));
    }

    private static void part(Boot boot, Artifact artifact, int pcr, EventType type, String label, byte[] measured) {
        boot.computed(
                pcr,
                type,
                Digests.hash(boot.banks(), measured),
                label.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                label,
                "bios.mbr",
                artifact.name());
    }
}
