package io.hallmark.measuredboot.artifact;

/**
 * What a boot file says of itself.
 *
 * @param name one of the constants here
 * @param version as the file has it: {@code 6.1.0-56-cloud-amd64}, {@code 257.13-1~deb13u1}
 */
public record Product(String name, String version) {
    public static final String LINUX = "linux";
    public static final String SHIM = "shim";
    public static final String GRUB = "grub";
    public static final String IPXE = "ipxe";
    public static final String SYSTEMD_BOOT = "systemd-boot";
    public static final String SYSTEMD_STUB = "systemd-stub";

    @Override
    public String toString() {
        return name + " " + version;
    }
}
