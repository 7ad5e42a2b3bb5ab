package io.hallmark.measuredboot.grub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The machine that GRUB runs on, as far as it matters for what GRUB measures.
 *
 * @param build the build of GRUB
 * @param prefix GRUB's folder with its device: {@code (hd0,gpt1)/EFI/debian}
 * @param files what GRUB finds
 * @param devices those with file systems, in GRUB's order
 * @param variables values that are set from the start besides those GRUB sets itself: {@code net_default_ip},
 *     {@code cmdpath}. A value that differs from node to node is given as {@code ${net_default_ip}}, and stands so in
 *     the measured texts.
 * @param secureBoot whether Secure Boot, and with it GRUB's lockdown, is on
 * @param platform {@code efi} or {@code pc}
 * @param linkedIn modules that are known to be in the image besides those of the build
 * @param firmwareSetup whether firmware can be told to enter its setup ({@code fwsetup --is-supported}), if known
 * @param directoryOrder names of files in the order in which folders list them, as far as a log shows it
 */
public record GrubEnvironment(
        GrubBuildProfile build,
        String prefix,
        GrubFiles files,
        List<GrubDevice> devices,
        Map<String, String> variables,
        boolean secureBoot,
        String platform,
        Set<String> linkedIn,
        Optional<Boolean> firmwareSetup,
        List<String> directoryOrder) {
    private static final String CPU = "x86_64";

    public GrubEnvironment {
        devices = List.copyOf(devices);
        variables = Map.copyOf(new LinkedHashMap<>(variables));
        linkedIn = Set.copyOf(linkedIn);
        directoryOrder = List.copyOf(directoryOrder);
    }

    /** An environment of an EFI machine without Secure Boot of which nothing more is known. */
    public static GrubEnvironment of(GrubBuildProfile build, String prefix, GrubFiles files) {
        return new GrubEnvironment(
                build, prefix, files, List.of(), Map.of(), false, "efi", Set.of(), Optional.empty(), List.of());
    }

    /** The same with these files. */
    public GrubEnvironment with(GrubFiles other) {
        return new GrubEnvironment(
                build,
                prefix,
                other,
                devices,
                variables,
                secureBoot,
                platform,
                linkedIn,
                firmwareSetup,
                directoryOrder);
    }

    /** The same with these devices. */
    public GrubEnvironment with(List<GrubDevice> other) {
        return new GrubEnvironment(
                build, prefix, files, other, variables, secureBoot, platform, linkedIn, firmwareSetup, directoryOrder);
    }

    /** The same with these variables. */
    public GrubEnvironment with(Map<String, String> other) {
        return new GrubEnvironment(
                build, prefix, files, devices, other, secureBoot, platform, linkedIn, firmwareSetup, directoryOrder);
    }

    /** The same with Secure Boot on or off. */
    public GrubEnvironment withSecureBoot(boolean on) {
        return new GrubEnvironment(
                build, prefix, files, devices, variables, on, platform, linkedIn, firmwareSetup, directoryOrder);
    }

    /** The device of this name, without parentheses, if it is known. */
    Optional<GrubDevice> device(String name) {
        return devices.stream().filter(known -> known.name().equals(name)).findFirst();
    }

    /** What GRUB finds by a name; file systems of kind {@code fat} don't tell upper and lower case apart. */
    Optional<GrubFile> find(FileName file) {
        boolean fat = device(ByteText.text(file.device()))
                .flatMap(GrubDevice::kind)
                .filter("fat"::equals)
                .isPresent();
        return fat ? files.findIgnoringCase(file.device(), file.path()) : files.find(file.device(), file.path());
    }

    /** The value of {@code grub_cpu}. */
    String cpu() {
        return CPU;
    }

    /** The folder of modules and their lists below the prefix. */
    String moduleFolder() {
        return CPU + "-" + platform;
    }

    /** The device of the prefix, which is {@code $root} in the beginning. */
    String device() {
        int close = prefix.indexOf(')');
        return prefix.startsWith("(") && close > 0 ? prefix.substring(1, close) : "";
    }
}
