package io.hallmark.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The boot files of the demo.
 *
 * @param description where they come from, in words
 */
record BootFiles(String description, byte[] kernel, byte[] ipxe, byte[] systemdBoot) {
    private static final Pattern KERNEL = Pattern.compile("Depends: (linux-image-[0-9]\\S*)");

    /** Small made-up files: they measure, but do not boot. */
    static BootFiles madeUp() {
        return new BootFiles(
                "small made-up files, which measure but do not boot",
                SampleImage.linux("6.1.0-sample", "a sample kernel"),
                SampleImage.loader("\0" + "1.21.1+git20250501\0 iPXE/%s a sample iPXE"),
                SampleImage.systemdBoot("257.13"));
    }

    /** Those of Debian's packages, downloaded and unpacked below {@code folder}; empty when that is not possible here. */
    static Optional<BootFiles> ofDebian(Path folder) throws IOException {
        Optional<String> kernel = Tool.run(folder, List.of("apt-cache", "depends", "linux-image-cloud-amd64"))
                .map(KERNEL::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1));
        if (kernel.isEmpty()
                || Tool.run(folder, List.of("apt-get", "download", kernel.get(), "ipxe", "systemd-boot-efi"))
                        .isEmpty()) {
            return Optional.empty();
        }
        for (Path archive : find(folder, ".*\\.deb")) {
            if (Tool.run(folder, List.of("dpkg-deb", "-x", archive.toString(), "unpacked"))
                    .isEmpty()) {
                return Optional.empty();
            }
        }
        List<Path> kernels = find(folder.resolve("unpacked/boot"), ".*/vmlinuz-.*");
        Path ipxe = folder.resolve("unpacked/usr/lib/ipxe/snponly.efi");
        Path systemdBoot = folder.resolve("unpacked/usr/lib/systemd/boot/efi/systemd-bootx64.efi");
        if (kernels.isEmpty() || !Files.isRegularFile(ipxe) || !Files.isRegularFile(systemdBoot)) {
            return Optional.empty();
        }
        return Optional.of(new BootFiles(
                "Debian's packages " + kernel.get() + ", ipxe and systemd-boot-efi, downloaded and not installed",
                Files.readAllBytes(kernels.get(0)),
                Files.readAllBytes(ipxe),
                Files.readAllBytes(systemdBoot)));
    }

    private static List<Path> find(Path folder, String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }
}
