package io.hallmark.verifierbridge.keylime.example;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A reference state of the policy.
 *
 * @param secureBoot whether Secure Boot must be on
 * @param firmware that may have started the machine
 * @param pk keys that the variable PK may have; so for {@code kek}, {@code db} and {@code vendorDb}
 * @param dbx what the variable dbx must have
 * @param mokList what MokList may be; so {@code mokListX}
 * @param kernels what may be booted, each as a whole
 */
public record ExampleState(
        boolean secureBoot,
        List<Firmware> firmware,
        Set<SignatureEntry> pk,
        Set<SignatureEntry> kek,
        Set<SignatureEntry> db,
        Set<SignatureEntry> dbx,
        Set<SignatureEntry> vendorDb,
        List<Digests> mokList,
        List<Digests> mokListX,
        List<Kernel> kernels) {
    public ExampleState {
        firmware = List.copyOf(firmware);
        pk = Set.copyOf(pk);
        kek = Set.copyOf(kek);
        db = Set.copyOf(db);
        dbx = Set.copyOf(dbx);
        vendorDb = Set.copyOf(vendorDb);
        mokList = List.copyOf(mokList);
        mokListX = List.copyOf(mokListX);
        kernels = List.copyOf(kernels);
    }

    /** The version and, in this order, the volumes of firmware. */
    public record Firmware(Digests version, List<Digests> volumes) {
        public Firmware {
            volumes = List.copyOf(volumes);
        }
    }

    /**
     * A key or a hash in one of the variables.
     *
     * @param owner GUID as text
     * @param data hex, without {@code 0x}
     */
    public record SignatureEntry(String owner, String data) implements Comparable<SignatureEntry> {
        @Override
        public int compareTo(SignatureEntry other) {
            int order = owner.compareTo(other.owner);
            return order != 0 ? order : data.compareTo(other.data);
        }
    }

    /**
     * What shim and GRUB boot. Digests are SHA-256 in hex.
     *
     * @param kernel Authenticode digest where Secure Boot is on, else of the file
     * @param commandLine regular expression that the whole text must match, the kernel's path as GRUB sees it included
     */
    public record Kernel(String shim, String grub, String kernel, String initrd, String commandLine) {}

    /** As the policy reads it; equal states give equal bytes. ASCII. */
    public byte[] toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("has_secureboot", secureBoot);
        json.put("scrtm_and_bios", firmware.stream().map(ExampleState::json).toList());
        json.put("pk", entries(pk));
        json.put("kek", entries(kek));
        json.put("db", entries(db));
        json.put("dbx", entries(dbx));
        json.put("vendor_db", entries(vendorDb));
        json.put("mokdig", digests(mokList));
        json.put("mokxdig", digests(mokListX));
        json.put("kernels", kernels.stream().map(this::json).toList());
        return CanonicalJson.write(json).getBytes(StandardCharsets.US_ASCII);
    }

    private static Map<String, Object> json(Firmware firmware) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scrtm", json(firmware.version()));
        json.put("platform_firmware", digests(firmware.volumes()));
        return json;
    }

    private Map<String, Object> json(Kernel kernel) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("shim_authcode_sha256", "0x" + kernel.shim());
        json.put("grub_authcode_sha256", "0x" + kernel.grub());
        json.put(secureBoot ? "kernel_authcode_sha256" : "vmlinuz_plain_sha256", "0x" + kernel.kernel());
        json.put("initrd_plain_sha256", "0x" + kernel.initrd());
        json.put("kernel_cmdline", kernel.commandLine());
        return json;
    }

    private static List<Object> digests(List<Digests> digests) {
        return digests.stream().<Object>map(ExampleState::json).toList();
    }

    private static Map<String, Object> json(Digests digests) {
        Map<String, Object> json = new LinkedHashMap<>();
        digests.all().forEach(digest -> json.put(digest.bank().label(), "0x" + digest.hex()));
        return json;
    }

    private static List<Object> entries(Set<SignatureEntry> entries) {
        return new TreeSet<>(entries)
                .stream()
                        .<Object>map(entry -> {
                            Map<String, Object> json = new LinkedHashMap<>();
                            json.put("SignatureOwner", entry.owner());
                            json.put("SignatureData", "0x" + entry.data());
                            return json;
                        })
                        .toList();
    }
}
