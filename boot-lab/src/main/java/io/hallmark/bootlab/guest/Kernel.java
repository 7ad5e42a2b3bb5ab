package io.hallmark.bootlab.guest;

import java.nio.file.Path;

/**
 * A Linux kernel of a package.
 *
 * @param release as {@code uname -r} has it
 * @param image its EFI file
 * @param efivarfs the module for the firmware's variables, maybe compressed
 */
public record Kernel(String release, Path image, Path efivarfs) {
    private static final String IMAGE = "vmlinuz-";

    static Kernel of(DebianPackage source) {
        Path image = source.only("boot/" + IMAGE + "*");
        String release = image.getName(image.getNameCount() - 1).toString().substring(IMAGE.length());
        return new Kernel(release, image, source.only("{lib,usr/lib}/modules/**/efivarfs.ko{,.xz}"));
    }
}
