package io.hallmark.measuredboot.grub;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the event log of an earlier boot shows of the machine that GRUB ran on. */
public final class GrubReference {
    private static final String COMMAND = "grub_cmd: ";
    private static final String KERNEL = "kernel_cmdline: ";
    private static final Pattern DEVICE =
            Pattern.compile("\\(((?:hd|cd|fd|ahci|ata|usb|lvm/|md/|cryptouuid/|tftp|https?|pxe)[A-Za-z0-9,._:/-]*)\\)");
    private static final Pattern PREFIX_TEST = Pattern.compile("\\[ -z (\\(.*) -o ! -e \\1 ]");
    private static final Pattern PREFIX_OF_FILE =
            Pattern.compile("(\\([^)]*\\).*?)(?:/[a-z0-9_]+-(?:efi|pc))?/grub\\.cfg.*");

    private static final Pattern INSMOD = Pattern.compile("insmod [A-Za-z0-9_]+");
    private static final Pattern ASKED_STATUS = Pattern.compile("\\[ \\d+ = 0 ]");
    private static final Pattern SEARCH_UUID = Pattern.compile("search .*(--fs-uuid|-u) .*");
    private static final Pattern SEARCH_LABEL = Pattern.compile("search .*(--label|-l) .*");
    private static final Pattern FOUND = Pattern.compile("(grub_cmd: set prefix=)?\\(.*");

    private final List<Entry> entries;
    private final Optional<String> prefix;
    private final List<String> files;
    private final Map<String, GrubFile> seen = new LinkedHashMap<>();
    private final Set<String> linkedIn;
    private final Optional<Boolean> firmwareSetup;
    private final Map<List<GrubDevice>, List<GrubDevice>> devices = new ConcurrentHashMap<>();

    /**
     * An event of PCR 8 or 9.
     *
     * @param pcr 8 or 9
     * @param text the event's data without the NUL at its end
     */
    public record Entry(int pcr, String text) {
        Optional<String> command() {
            return pcr == GrubMeasurement.TEXT_PCR && text.startsWith(COMMAND)
                    ? Optional.of(text.substring(COMMAND.length()))
                    : Optional.empty();
        }

        Optional<String> file() {
            return pcr == GrubMeasurement.FILE_PCR ? Optional.of(text) : Optional.empty();
        }
    }

    /** @param entries GRUB's events of PCR 8 and 9, in the order of the log */
    public GrubReference(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        this.prefix = findPrefix();
        this.files = findFiles();
        files.forEach(name -> seen.put(name, GrubFile.unknown()));
        this.linkedIn = findLinkedIn();
        this.firmwareSetup = findFirmwareSetup();
    }

    /** GRUB's first {@code $prefix}: the first commands and files of every build begin with it. */
    public Optional<String> prefix() {
        return prefix;
    }

    private Optional<String> findPrefix() {
        for (Entry entry : entries) {
            Optional<String> found = entry.command()
                    .flatMap(GrubReference::prefixIn)
                    .or(() -> entry.file().flatMap(name -> group(PREFIX_OF_FILE, name)));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> prefixIn(String command) {
        Optional<String> tested = group(PREFIX_TEST, command);
        if (tested.isPresent() || !command.startsWith("[ -e ")) {
            return tested;
        }
        return group(PREFIX_OF_FILE, command.substring("[ -e ".length()));
    }

    private static Optional<String> group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The names of the files that were opened before the kernel, in order and each once. */
    public List<String> files() {
        return files;
    }

    private List<String> findFiles() {
        List<Entry> before = entries.subList(0, kernel());
        return before.stream()
                .flatMap(entry -> entry.file().stream())
                .distinct()
                .toList();
    }

    /** The index of the event of the kernel's file, or the number of events when none was loaded. */
    private int kernel() {
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).text().startsWith(KERNEL) && entries.get(i - 1).pcr() == GrubMeasurement.FILE_PCR) {
                return i - 1;
            }
        }
        return entries.size();
    }

    /** Modules that {@code insmod} named and that were not read from anywhere. */
    public Set<String> linkedIn() {
        return linkedIn;
    }

    private Set<String> findLinkedIn() {
        Set<String> read = new HashSet<>();
        entries.forEach(entry -> entry.file()
                .filter(name -> name.endsWith(".mod"))
                .ifPresent(name -> read.add(name.substring(name.lastIndexOf('/') + 1, name.length() - 4))));
        Set<String> linked = new LinkedHashSet<>();
        entries.forEach(entry -> entry.command()
                .filter(command -> INSMOD.matcher(command).matches())
                .map(command -> command.substring("insmod ".length()))
                .filter(module -> !read.contains(module))
                .ifPresent(linked::add));
        return Collections.unmodifiableSet(linked);
    }

    /** Whether firmware offers its setup, when the configuration asked for it and looked at the answer. */
    public Optional<Boolean> firmwareSetup() {
        return firmwareSetup;
    }

    private Optional<Boolean> findFirmwareSetup() {
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i - 1)
                    .command()
                    .filter("fwsetup --is-supported"::equals)
                    .isPresent()) {
                Optional<String> status = entries.get(i)
                        .command()
                        .filter(text -> ASKED_STATUS.matcher(text).matches());
                if (status.isPresent()) {
                    return Optional.of(status.get().startsWith("[ 0 "));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The devices that the log names, and those of {@code described} that it does not. A file system's UUID or label
     * becomes known where the command after a search has the device that was found in it.
     */
    public List<GrubDevice> devices(List<GrubDevice> described) {
        return devices.computeIfAbsent(described, this::findDevices);
    }

    private List<GrubDevice> findDevices(List<GrubDevice> described) {
        Map<String, GrubDevice> found = new LinkedHashMap<>();
        described.forEach(device -> found.put(device.name(), device));
        for (Entry entry : entries) {
            Matcher matcher = DEVICE.matcher(entry.text());
            while (matcher.find()) {
                found.computeIfAbsent(matcher.group(1), GrubDevice::named);
            }
        }
        for (int i = 1; i < entries.size(); i++) {
            learn(entries.get(i - 1), entries.get(i), found);
        }
        found.remove("memdisk");
        return List.copyOf(found.values());
    }

    private static void learn(Entry search, Entry after, Map<String, GrubDevice> devices) {
        String command = search.command().orElse("");
        boolean uuid = command.startsWith("search.fs_uuid ")
                || SEARCH_UUID.matcher(command).matches();
        boolean label = command.startsWith("search.fs_label ")
                || SEARCH_LABEL.matcher(command).matches();
        Matcher matcher = DEVICE.matcher(after.text());
        if (!uuid && !label || !matcher.find() || !FOUND.matcher(after.text()).matches()) {
            return;
        }
        GrubDevice device = devices.get(matcher.group(1));
        Optional<String> key = key(command);
        if (device != null && key.isPresent()) {
            devices.put(
                    device.name(),
                    new GrubDevice(
                            device.name(),
                            uuid ? device.uuid().or(() -> key) : device.uuid(),
                            label ? device.label().or(() -> key) : device.label(),
                            device.kind()));
        }
    }

    /** What was searched for: the first word of the short form, the last without a dash of the long one. */
    private static Optional<String> key(String command) {
        String[] words = command.trim().split(" +");
        if (words[0].contains(".")) {
            return words.length > 1 ? Optional.of(words[1]) : Optional.empty();
        }
        return words[words.length - 1].startsWith("-") ? Optional.empty() : Optional.of(words[words.length - 1]);
    }

    /** An environment with all that the log shows. */
    public GrubEnvironment environment(
            GrubBuildProfile build, String prefix, GrubFiles files, List<GrubDevice> described, boolean secureBoot) {
        GrubEnvironment plain = GrubEnvironment.of(build, prefix, files.with(seen));
        return new GrubEnvironment(
                build,
                prefix,
                plain.files(),
                devices(described),
                networkVariables(plain.device()),
                secureBoot,
                plain.platform(),
                linkedIn(),
                firmwareSetup(),
                files());
    }

    /** Whether it shows the same of a machine, however the logs differ otherwise. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof GrubReference that
                        && prefix.equals(that.prefix)
                        && files.equals(that.files)
                        && linkedIn.equals(that.linkedIn)
                        && firmwareSetup.equals(that.firmwareSetup)
                        && devices(List.of()).equals(that.devices(List.of()));
    }

    @Override
    public int hashCode() {
        return Objects.hash(prefix, files);
    }

    /** What network boot sets: the server is that of the prefix, addresses are each node's own. */
    private static Map<String, String> networkVariables(String device) {
        if (!GrubDevice.isNetwork(device)) {
            return Map.of();
        }
        String server = device.substring(device.indexOf(',') + 1);
        return Map.of(
                "net_default_server",
                server,
                "pxe_default_server",
                server,
                "net_default_ip",
                "${net_default_ip}",
                "net_default_mac",
                "${net_default_mac}");
    }
}
