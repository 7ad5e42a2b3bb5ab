package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.Exchange;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.medium.Texts;
import io.hallmark.measuredboot.chain.Ipxe;
import io.hallmark.measuredboot.chain.LinuxKernel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Firmware loads iPXE over TFTP, and iPXE the kernel and the initramfs, as its script says. */
record IpxeChain(BootFiles files) implements LabChain {
    private static final String PROMPT = "iPXE>";

    /**
     * QEMU's DHCP server names the same boot file to everyone, so iPXE would load itself for ever, where a real server
     * tells the two apart. The script is asked for at the prompt instead. Newer versions need no asking: they run
     * autoexec.ipxe of their own accord.
     *
     * <p>iPXE waits two seconds for Ctrl-B, which a busy host may miss. It is typed when firmware has loaded iPXE, which
     * then finds it.
     */
    private static final List<Exchange> DIALOGUE = List.of(
            new Exchange("NBP file downloaded", "\u0002"),
            new Exchange(PROMPT, "dhcp\r"),
            new Exchange("ok", ""),
            new Exchange(PROMPT, "chain tftp://${next-server}/boot.ipxe\r"));

    @Override
    public Staged stage(Payload payload, Path folder) {
        String options = "vmlinuz initrd=initrd.img " + payload.arguments();
        Staged staged = new NetworkStage(folder)
                .copy("ipxe", "snponly.efi", files.ipxe())
                .text("autoexec", "autoexec.ipxe", Texts.ipxe(options))
                .text("script", "boot.ipxe", Texts.ipxe(options))
                .copy("kernel", "vmlinuz", payload.kernel().image())
                .copy("initrd", "initrd.img", payload.initrd())
                .boots(
                        Firmware.PLAIN,
                        "snponly.efi",
                        new Ipxe(Optional.of("ipxe"), Optional.of("script"), Optional.empty()),
                        new LinuxKernel("kernel", List.of("initrd"), Optional.of(options)));
        return staged.on(staged.machine().typing(DIALOGUE));
    }
}
