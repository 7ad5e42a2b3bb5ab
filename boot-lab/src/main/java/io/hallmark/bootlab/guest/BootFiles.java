package io.hallmark.bootlab.guest;

import io.hallmark.bootlab.host.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The files that guests boot, from Debian's packages of the day; each made once in a run. */
public final class BootFiles {
    /**
     * Kernel arguments of every boot. A starved emulator fails the kernel's timing check of the IO-APIC's timer, hence
     * the second; a guest that panics restarts, which ends the virtual machine, hence the third.
     */
    private static final String ARGUMENTS = "console=ttyS0 quiet no_timer_check panic=-1 lab=";

    private static final String RECORDED_KERNEL = "linux-image-cloud-amd64";
    private static final String NEXT_KERNEL = "linux-image-amd64";
    private static final List<String> PACKAGES =
            List.of("busybox-static", "grub-efi-amd64-signed", "ipxe", "ovmf", "shim-signed", "systemd-boot-efi");
    private static final String OS_RELEASE = "ID=hallmark-lab\nVERSION_ID=1\nPRETTY_NAME=\"Boot lab\"\n";

    private final DebianPackages packages;
    private final Path folder;
    private final Map<String, Payload> payloads = new HashMap<>();
    private final Map<String, SigningKey> keys = new HashMap<>();

    /** Asks for no package yet. */
    public BootFiles(DebianPackages packages, Workspace workspace) {
        this.packages = packages;
        this.folder = workspace.folder("guest");
    }

    /**
     * Gets all packages now.
     *
     * @throws io.hallmark.bootlab.host.BootLabException when one can't be had
     */
    public void download() {
        PACKAGES.forEach(packages::get);
        packages.kernel(RECORDED_KERNEL);
        packages.kernel(NEXT_KERNEL);
    }

    /** What a profile is recorded with. */
    public Payload recorded() {
        return payload("a", RECORDED_KERNEL);
    }

    /** What is predicted from it: another kernel, initramfs and command line. */
    public Payload next() {
        return payload("b", NEXT_KERNEL);
    }

    private synchronized Payload payload(String tag, String kernel) {
        return payloads.computeIfAbsent(tag, t -> {
            Kernel booted = Kernel.of(packages.kernel(kernel));
            Path busybox = packages.get("busybox-static").file("bin/busybox");
            Path initrd = GuestInitrd.write(folder.resolve("initrd-" + tag), tag, busybox, booted);
            return new Payload(tag, booted, initrd, ARGUMENTS + tag);
        });
    }

    public Path shim() {
        return packages.get("shim-signed").file("usr/lib/shim/shimx64.efi.signed");
    }

    public Path grub() {
        return packages.get("grub-efi-amd64-signed").file("usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed");
    }

    public Path netGrub() {
        return packages.get("grub-efi-amd64-signed").file("usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed");
    }

    public Path systemdBoot() {
        return packages.get("systemd-boot-efi").file("usr/lib/systemd/boot/efi/systemd-bootx64.efi");
    }

    /** iPXE that uses the firmware's network driver. */
    public Path ipxe() {
        return packages.get("ipxe").file("usr/lib/ipxe/snponly.efi");
    }

    /** A unified kernel image of the payload, unsigned. */
    public synchronized Path unifiedImage(Payload payload) {
        Path image = folder.resolve("uki-" + payload.tag() + ".efi");
        if (Files.exists(image)) {
            return image;
        }
        Path stub = packages.get("systemd-boot-efi").file("usr/lib/systemd/boot/efi/linuxx64.efi.stub");
        return new UnifiedImage()
                .section(".osrel", OS_RELEASE.getBytes(StandardCharsets.UTF_8))
                .section(".cmdline", payload.arguments().getBytes(StandardCharsets.UTF_8))
                .section(".linux", bytes(payload.kernel().image()))
                .section(".initrd", bytes(payload.initrd()))
                .write(stub, image);
    }

    /** The same, signed. */
    public synchronized Path unifiedImage(Payload payload, SigningKey key) {
        Path signed = folder.resolve("uki-" + payload.tag() + "-" + key.name() + ".efi");
        return Files.exists(signed) ? signed : key.sign(unifiedImage(payload), signed);
    }

    /** The payload's kernel with one more signature, after Debian's. */
    public synchronized Path signedKernel(Payload payload, SigningKey key) {
        Path signed = folder.resolve("vmlinuz-" + payload.tag() + "-" + key.name());
        return Files.exists(signed) ? signed : key.sign(payload.kernel().image(), signed);
    }

    /** The key that the firmware of {@code Firmware.SNAKEOIL} trusts. */
    public SigningKey snakeoil() {
        return key("snakeoil", () -> SigningKey.snakeoil(packages.get("ovmf"), folder));
    }

    /** A key that no firmware knows before it is enrolled. */
    public SigningKey ownKey() {
        return key("own-key", () -> SigningKey.generate("own-key", folder));
    }

    /** Another such key, which is never enrolled. */
    public SigningKey strangeKey() {
        return key("strange-key", () -> SigningKey.generate("strange-key", folder));
    }

    private synchronized SigningKey key(String name, Supplier<SigningKey> maker) {
        return keys.computeIfAbsent(name, key -> maker.get());
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
