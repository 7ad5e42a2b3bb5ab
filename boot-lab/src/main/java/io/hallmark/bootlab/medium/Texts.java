package io.hallmark.bootlab.medium;

/** Configuration of boot loaders, each the shortest that boots. */
public final class Texts {
    private Texts() {}

    public static String grub(String arguments) {
        return "set timeout=0\nset default=0\nmenuentry 'Lab' {\n\tlinux /vmlinuz " + arguments
                + "\n\tinitrd /initrd.img\n}\n";
    }

    public static String loaderEntry(String arguments) {
        return "title Lab\nlinux /vmlinuz\ninitrd /small.img\ninitrd /initrd.img\noptions \"" + arguments + "\"\n";
    }

    public static String loaderConf() {
        return "timeout 0\n";
    }

    /** @param options the kernel's load options, as iPXE passes them on: the image's name, then arguments */
    public static String ipxe(String options) {
        return "#!ipxe\nkernel " + options + "\ninitrd initrd.img\nboot\n";
    }
}
