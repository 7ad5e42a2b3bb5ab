package io.hallmark.verifierbridge.keylime.example;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.verifierbridge.keylime.example.ExampleState.Firmware;
import io.hallmark.verifierbridge.keylime.example.ExampleState.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Keylime's policy {@code example} ({@code keylime/mba/elchecking/example.py}, Keylime 7.14): what it says of a log,
 * before a node finds out.
 *
 * <p>It knows one way to boot, shim and GRUB, and names all events that may occur on it. Which events it is given depends
 * on tpm2_eventlog; the rules here are those of version 5.4.
 */
public final class ExamplePolicy {
    private ExamplePolicy() {}

    /** What it says of a log, that verifiers get in this format. */
    public static Optional<Refusal> judge(ExampleState state, EventLog log) {
        return KeylimeParser.refusal(log).or(() -> judge(state, log.events()));
    }

    /**
     * The first thing that it refuses, in the order of the log; empty when it accepts the log.
     *
     * @param events all but the log's header
     */
    public static Optional<Refusal> judge(ExampleState state, List<LogEvent> events) {
        LogRules rules = new LogRules(state);
        return inOrder(rules, events).or(() -> whole(state, rules));
    }

    /**
     * The first thing that it refuses of what firmware logs before it starts anything: the same on all nodes of a class,
     * whatever they boot.
     */
    static Optional<Refusal> judgeFirmware(ExampleState state, EventLog log) {
        List<LogEvent> firmware = log.events().stream()
                .takeWhile(
                        event -> event.pcr() != 4 || !event.type().equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION))
                .toList();
        return KeylimeParser.refusal(log).or(() -> inOrder(new LogRules(state), firmware));
    }

    private static Optional<Refusal> inOrder(LogRules rules, List<LogEvent> events) {
        Optional<Refusal> unread = KeylimeParser.refusal(events);
        if (unread.isPresent()) {
            return unread;
        }
        for (LogEvent event : events) {
            Optional<String> reason = rules.judge(event);
            if (reason.isPresent()) {
                return Optional.of(Refusal.ofEvent(
                        event.number(),
                        "PCR " + event.pcr() + ", " + event.type().name() + ": " + reason.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> whole(ExampleState state, LogRules log) {
        List<String> reasons = new ArrayList<>();
        for (Kernel kernel : state.kernels()) {
            Optional<String> reason = kernel(state.secureBoot(), kernel, log);
            if (reason.isEmpty()) {
                return firmware(state, log);
            }
            reason.filter(words -> !reasons.contains(words)).ifPresent(reasons::add);
        }
        return Optional.of(Refusal.ofLog(
                reasons.isEmpty() ? "the reference state has no kernel" : String.join(", and ", reasons)));
    }

    private static Optional<String> kernel(boolean secureBoot, Kernel kernel, LogRules log) {
        List<String> chain = new ArrayList<>(List.of(kernel.shim(), kernel.grub()));
        if (secureBoot) {
            chain.add(kernel.kernel());
        }
        boolean applications = are(log.applications, chain);
        if (!applications && secureBoot) {
            // Some firmware measures the kernel twice.
            chain.add(kernel.kernel());
            applications = are(log.applications, chain);
        }
        if (!applications) {
            return Optional.of("the applications in PCR 4 are not shim, GRUB" + (secureBoot ? " and the kernel" : "")
                    + " as in the reference state; there are " + log.applications.size());
        }
        if (!are(log.initrds, List.of(kernel.initrd()))) {
            return Optional.of("PCR 9 must have one initrd, as in the reference state, and has " + log.initrds.size());
        }
        boolean file = secureBoot ? log.kernelFiles.size() == 1 : are(log.kernelFiles, List.of(kernel.kernel()));
        if (!file) {
            return Optional.of("PCR 9 must have one kernel" + (secureBoot ? "" : ", as in the reference state")
                    + ", and has " + log.kernelFiles.size());
        }
        boolean line = log.commandLines.size() == 1 && matches(kernel.commandLine(), log.commandLines.get(0));
        return line
                ? Optional.empty()
                : Optional.of("PCR 8 must have one command line, as in the reference state, and has "
                        + log.commandLines.size());
    }

    private static Optional<Refusal> firmware(ExampleState state, LogRules log) {
        for (Firmware firmware : state.firmware()) {
            if (areAll(log.versions, List.of(firmware.version())) && areAll(log.volumes, firmware.volumes())) {
                return Optional.empty();
            }
        }
        return Optional.of(Refusal.ofLog("PCR 0: version and volumes of the firmware are none of the reference state"));
    }

    private static boolean are(List<Digests> measured, List<String> sha256) {
        return areAll(
                measured,
                sha256.stream()
                        .map(hex -> Digests.of(io.hallmark.measuredboot.digest.Digest.ofHex(Bank.SHA256, hex)))
                        .toList());
    }

    private static boolean areAll(List<Digests> measured, List<Digests> allowed) {
        if (measured.size() != allowed.size()) {
            return false;
        }
        for (int i = 0; i < measured.size(); i++) {
            if (!LogRules.matches(measured.get(i), allowed.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(String expression, String text) {
        try {
            return Pattern.compile(LogRules.COMMAND_LINE + expression, Pattern.UNIX_LINES)
                    .matcher(text)
                    .matches();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
