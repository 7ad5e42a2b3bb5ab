package io.hallmark.verifierbridge.keylime.example;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the policy wants of each event, by PCR and type; and what it remembers of them for the end. */
final class LogRules {
    /** GRUB puts this before the command line in the log; the digest is of what follows. */
    static final String COMMAND_LINE = "kernel_cmdline: ";

    private static final int MOST_CONFIG_FLAGS = 4;
    private static final Map<Integer, Set<String>> ACTIONS = Map.of(
            1, Set.of("Entering ROM Based Setup"),
            4, Set.of("Calling EFI Application from Boot Option", "Returning from EFI Application from Boot Option"),
            5,
                    Set.of(
                            "Exit Boot Services Invocation",
                            "Exit Boot Services Returned with Failure",
                            "Exit Boot Services Returned with Success"));

    private final ExampleState state;
    private final VariableRules variables;
    private final Map<String, Integer> counts = new HashMap<>();

    final List<Digests> versions = new ArrayList<>();
    final List<Digests> volumes = new ArrayList<>();
    final List<Digests> applications = new ArrayList<>();
    final List<Digests> kernelFiles = new ArrayList<>();
    final List<Digests> initrds = new ArrayList<>();
    final List<String> commandLines = new ArrayList<>();

    LogRules(ExampleState state) {
        this.state = state;
        this.variables = new VariableRules(state);
        // The log's header is an event for the policy, of this PCR and type.
        most("0 EV_NO_ACTION", 1);
    }

    /** Why the event is refused; empty when it is not. */
    Optional<String> judge(LogEvent event) {
        String kind = event.pcr() + " " + event.type().name();
        return switch (kind) {
            case "0 EV_NO_ACTION",
                    "1 EV_CPU_MICROCODE",
                    "1 EV_EFI_HANDOFF_TABLES",
                    "1 EV_EFI_HANDOFF_TABLES2",
                    "5 EV_EFI_GPT_EVENT" -> most(kind, 1);
            case "1 EV_PLATFORM_CONFIG_FLAGS" -> most(kind, MOST_CONFIG_FLAGS);
            case "0 EV_S_CRTM_VERSION" -> kept(versions, event.digests());
            case "0 EV_EFI_PLATFORM_FIRMWARE_BLOB", "0 EV_EFI_PLATFORM_FIRMWARE_BLOB2" ->
                kept(volumes, event.digests());
            case "1 EV_EFI_VARIABLE_BOOT" -> variable(event, variables::boot);
            case "7 EV_EFI_VARIABLE_DRIVER_CONFIG" -> variable(event, variables::driverConfig);
            case "7 EV_EFI_VARIABLE_AUTHORITY" -> variable(event, variables::authority);
            case "2 EV_EFI_BOOT_SERVICES_DRIVER" -> Optional.empty();
            case "4 EV_EFI_BOOT_SERVICES_APPLICATION" -> kept(applications, event.digests());
            case "1 EV_EFI_ACTION", "4 EV_EFI_ACTION", "5 EV_EFI_ACTION" -> action(event);
            case "0 EV_SEPARATOR",
                    "1 EV_SEPARATOR",
                    "2 EV_SEPARATOR",
                    "3 EV_SEPARATOR",
                    "4 EV_SEPARATOR",
                    "5 EV_SEPARATOR",
                    "6 EV_SEPARATOR",
                    "7 EV_SEPARATOR" -> separator(event);
            case "8 EV_IPL" -> grubCommand(event);
            case "9 EV_IPL" -> grubFile(event);
            case "14 EV_IPL" -> machineOwnerKeys(event);
            default -> Optional.of("no event of this type is foreseen in this PCR");
        };
    }

    /** The text of an event without the NUL at its end, as Keylime gives it to the policy. */
    static String text(LogEvent event) {
        String text = event.data().text();
        return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    }

    private Optional<String> most(String kind, int most) {
        return counts.merge(kind, 1, Integer::sum) <= most
                ? Optional.empty()
                : Optional.of("at most " + most + " of them are foreseen, the log's header included");
    }

    private static <T> Optional<String> kept(List<T> kept, T value) {
        kept.add(value);
        return Optional.empty();
    }

    private static Optional<String> variable(LogEvent event, Function<LoggedVariable, Optional<String>> rule) {
        return LoggedVariable.of(event).map(rule).orElseGet(() -> Optional.of("it holds no variable that can be read"));
    }

    private static Optional<String> action(LogEvent event) {
        byte[] data = event.data().bytes();
        int end = 0;
        while (end < data.length && data[end] != 0) {
            end++;
        }
        String text = new String(data, 0, end, StandardCharsets.UTF_8);
        boolean well = ACTIONS.get(event.pcr()).contains(text)
                && isDigestOf(event.digests(), text.getBytes(StandardCharsets.UTF_8));
        return well ? Optional.empty() : Optional.of("the action '" + text + "' is not foreseen in this PCR");
    }

    /** Of four zero bytes; four of 0xFF are foreseen too, but written in capitals, which Keylime's parser never does. */
    private static Optional<String> separator(LogEvent event) {
        byte[] zeros = new byte[4];
        boolean well = java.util.Arrays.equals(event.data().bytes(), zeros) && isDigestOf(event.digests(), zeros);
        return well ? Optional.empty() : Optional.of("the separator is not four zero bytes");
    }

    private static boolean isDigestOf(Digests digests, byte[] data) {
        return digests.all().stream()
                .anyMatch(digest ->
                        digest.bank().computable() && digest.bank().hash(data).equals(digest));
    }

    private Optional<String> grubCommand(LogEvent event) {
        String text = text(event);
        if (event.data().size() > 0 && text.startsWith("grub_cmd: ")) {
            return Optional.empty();
        }
        return text.startsWith(COMMAND_LINE) && oneLine(text)
                ? kept(commandLines, text)
                : Optional.of("the text begins with neither 'grub_cmd: ' nor '" + COMMAND_LINE + "'");
    }

    private Optional<String> grubFile(LogEvent event) {
        String text = text(event);
        if (oneLine(text)) {
            if (text.contains("/loader/entries") || text.contains("/grub")) {
                return Optional.empty();
            }
            if (text.contains("/vmlinuz")) {
                return kept(kernelFiles, event.digests());
            }
            if (text.contains("/initrd") || text.contains("/initramfs")) {
                return kept(initrds, event.digests());
            }
        }
        return Optional.of(
                "the file '" + text
                        + "' is none that is foreseen: its name must have /loader/entries, /grub, /vmlinuz, /initrd or /initramfs");
    }

    private Optional<String> machineOwnerKeys(LogEvent event) {
        return switch (text(event)) {
            case "MokList" -> oneOf(event, state.mokList());
            case "MokListX" -> oneOf(event, state.mokListX());
            case "MokListTrusted" -> most("MokListTrusted", 1);
            default -> Optional.of("'" + text(event) + "' is no list of machine owner keys that is foreseen");
        };
    }

    private static Optional<String> oneOf(LogEvent event, List<Digests> allowed) {
        return allowed.stream().anyMatch(digests -> matches(event.digests(), digests))
                ? Optional.empty()
                : Optional.of(text(event) + " has another digest than the reference state");
    }

    /** One algorithm that both have and that agrees is enough. */
    static boolean matches(Digests measured, Digests allowed) {
        for (Digest digest : measured.all()) {
            Bank bank = digest.bank();
            if (allowed.in(bank).filter(digest::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean oneLine(String text) {
        return text.indexOf('\n') < 0;
    }
}
