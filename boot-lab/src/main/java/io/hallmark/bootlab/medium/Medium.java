package io.hallmark.bootlab.medium;

import java.nio.file.Path;
import java.util.List;

/** What a guest boots from. */
public sealed interface Medium {

    /**
     * QEMU's arguments for it.
     *
     * @param first whether firmware is told to boot it first
     */
    List<String> arguments(boolean first);

    /** A disk, which keeps nothing that a guest writes. */
    record Disk(Path image) implements Medium {
        @Override
        public List<String> arguments(boolean first) {
            return List.of(
                    "-drive",
                    "if=none,id=disk,format=raw,snapshot=on,file=" + image,
                    "-device",
                    "virtio-blk-pci,drive=disk" + (first ? ",bootindex=1" : ""));
        }
    }

    /**
     * A network with DHCP and TFTP, inside QEMU.
     *
     * @param folder that is served
     * @param bootFile that DHCP names
     */
    record Network(Path folder, String bootFile) implements Medium {
        @Override
        public List<String> arguments(boolean first) {
            return List.of(
                    "-netdev",
                    "user,id=net,tftp=" + folder + ",bootfile=" + bootFile,
                    "-device",
                    // Without an option ROM firmware's own driver boots.
                    "virtio-net-pci,netdev=net,mac=52:54:00:12:34:56,romfile=" + (first ? ",bootindex=1" : ""));
        }
    }
}
