package io.hallmark.verifierbridge.keylime.example;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.verifierbridge.keylime.example.ExampleState.Firmware;
import io.hallmark.verifierbridge.keylime.example.ExampleState.Kernel;
import io.hallmark.verifierbridge.keylime.example.ExampleState.SignatureEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The events of a log that a reference state is made of. */
final class BootParts {
    private final List<LogEvent> log;

    BootParts(List<LogEvent> log) {
        this.log = log;
    }

    /** The reference state that accepts this log, if any does. */
    ExampleState state() {
        return new ExampleState(
                secureBoot(),
                firmware(),
                entries("PK"),
                entries("KEK"),
                entries("db"),
                entries("dbx"),
                vendorEntries(),
                machineOwnerKeys("MokList"),
                machineOwnerKeys("MokListX"),
                kernel().map(List::of).orElse(List.of()));
    }

    /** The events that digests of the reference state come from, but for keys. */
    List<LogEvent> used() {
        List<LogEvent> used = new ArrayList<>(versions());
        used.addAll(volumes());
        used.addAll(applications());
        used.addAll(files("/initrd", "/initramfs"));
        if (!secureBoot()) {
            used.addAll(files("/vmlinuz"));
        }
        used.addAll(events(14, EventType.EV_IPL, event -> LogRules.text(event).matches("MokListX?")));
        return used;
    }

    List<LogEvent> commandLines() {
        return events(8, EventType.EV_IPL, event -> LogRules.text(event).startsWith(LogRules.COMMAND_LINE));
    }

    private boolean secureBoot() {
        return variables(EventType.EV_EFI_VARIABLE_DRIVER_CONFIG, "SecureBoot").stream()
                .anyMatch(variable -> variable.value().length == 1 && variable.value()[0] != 0);
    }

    private List<Firmware> firmware() {
        return versions().stream()
                .limit(1)
                .map(version -> new Firmware(
                        version.digests(),
                        volumes().stream().map(LogEvent::digests).toList()))
                .toList();
    }

    private Optional<Kernel> kernel() {
        List<String> chain = applications().stream().map(BootParts::sha256).toList();
        List<LogEvent> initrds = files("/initrd", "/initramfs");
        List<LogEvent> files = files("/vmlinuz");
        List<LogEvent> lines = commandLines();
        boolean complete = chain.size() >= (secureBoot() ? 3 : 2)
                && !initrds.isEmpty()
                && !lines.isEmpty()
                && (secureBoot() || !files.isEmpty());
        if (!complete) {
            return Optional.empty();
        }
        Kernel kernel = new Kernel(
                chain.get(0),
                chain.get(1),
                secureBoot() ? chain.get(2) : sha256(files.get(0)),
                sha256(initrds.get(0)),
                CommandLine.expression(LogRules.text(lines.get(0)).substring(LogRules.COMMAND_LINE.length())));
        return Optional.of(kernel)
                .filter(k -> !k.shim().isEmpty()
                        && !k.grub().isEmpty()
                        && !k.kernel().isEmpty()
                        && !k.initrd().isEmpty());
    }

    private List<LogEvent> versions() {
        return events(0, EventType.EV_S_CRTM_VERSION, event -> true);
    }

    private List<LogEvent> volumes() {
        return log.stream()
                .filter(event -> event.pcr() == 0
                        && (event.type().equals(EventType.EV_EFI_PLATFORM_FIRMWARE_BLOB)
                                || event.type().equals(EventType.EV_EFI_PLATFORM_FIRMWARE_BLOB2)))
                .toList();
    }

    private List<LogEvent> applications() {
        return events(4, EventType.EV_EFI_BOOT_SERVICES_APPLICATION, event -> true);
    }

    /** Files that GRUB measured, by what their names have; names that come first in the policy go elsewhere. */
    private List<LogEvent> files(String... names) {
        return events(9, EventType.EV_IPL, event -> {
            String text = LogRules.text(event);
            boolean other = text.contains("/loader/entries")
                    || text.contains("/grub")
                    || text.contains("/vmlinuz") && !names[0].equals("/vmlinuz");
            return !other && List.of(names).stream().anyMatch(text::contains);
        });
    }

    private List<Digests> machineOwnerKeys(String name) {
        return events(14, EventType.EV_IPL, event -> LogRules.text(event).equals(name)).stream()
                .map(LogEvent::digests)
                .toList();
    }

    private Set<SignatureEntry> entries(String name) {
        Set<SignatureEntry> entries = new HashSet<>();
        for (LoggedVariable variable : variables(EventType.EV_EFI_VARIABLE_DRIVER_CONFIG, name)) {
            variable.signatureLists().ifPresent(lists -> lists.forEach(list -> entries.addAll(list.entries())));
        }
        return entries;
    }

    private Set<SignatureEntry> vendorEntries() {
        Set<SignatureEntry> entries = new HashSet<>();
        variables(EventType.EV_EFI_VARIABLE_AUTHORITY, "vendor_db")
                .forEach(variable -> variable.vendorEntries().ifPresent(entries::addAll));
        return entries;
    }

    private List<LoggedVariable> variables(EventType type, String name) {
        return events(7, type, event -> true).stream()
                .flatMap(event -> LoggedVariable.of(event).stream())
                .filter(variable -> variable.name().equals(name))
                .toList();
    }

    private List<LogEvent> events(int pcr, EventType type, Predicate<LogEvent> which) {
        return log.stream()
                .filter(event -> event.pcr() == pcr && event.type().equals(type) && which.test(event))
                .toList();
    }

    private static String sha256(LogEvent event) {
        return event.digests().in(Bank.SHA256).map(Digest::hex).orElse("");
    }
}
