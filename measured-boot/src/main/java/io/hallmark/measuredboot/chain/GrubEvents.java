package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.grub.GrubMeasurement;
import io.hallmark.measuredboot.grub.GrubMeasurement.FileOpened;
import io.hallmark.measuredboot.grub.GrubMeasurement.Text;
import io.hallmark.measuredboot.io.Remembered;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The events of PCR 8 and 9 for what the interpreter says GRUB measures, each with where it comes from. */
final class GrubEvents {
    private static final Map<String, String> RULES = Map.of(
            "kernel_cmdline: ", "grub.kernel-command-line",
            "module_cmdline: ", "grub.module-command-line");

    /** What stands for a value of network boot; other variables with braces are text of the configuration. */
    private static final Pattern NODE_VALUE = Pattern.compile("\\$\\{(?:net|pxe)_\\w+}");

    /** Kinds of files that no recorded boot shows GRUB to open: modules, translations, fonts, pictures, themes. */
    private static final Pattern NOT_RECORDED = Pattern.compile("\\.(?:mod|mo|pf2|png|tga|jpe?g|txt)$");

    private static final Remembered<Command, PredictedEvent> COMMANDS = new Remembered<>(8192);

    private final Boot boot;
    private final Set<String> read = new LinkedHashSet<>();
    private Optional<String> doubt;

    /** @param doubt why all of it is doubtful from the start */
    GrubEvents(Boot boot, Optional<String> doubt) {
        this.boot = boot;
        this.doubt = doubt;
    }

    /** @param kernelEvents how many PCR 4 events GRUB causes for a Linux kernel */
    void add(List<GrubMeasurement> measurements, int kernelEvents) {
        for (int i = 0; i < measurements.size(); i++) {
            GrubMeasurement measurement = measurements.get(i);
            if (measurement instanceof GrubMeasurement.Unknown unknown) {
                doubt = doubt.or(() -> Optional.of(unknown.reason()));
                if (i == measurements.size() - 1) {
                    text("", "what GRUB does next");
                }
            } else if (measurement instanceof Text text) {
                text(text.prefix(), text.text());
                if (text instanceof GrubMeasurement.ModuleCommandLine) {
                    boot.unconfirmed("how GRUB loads multiboot modules", 8, 9);
                }
            } else if (measurement instanceof FileOpened file) {
                file(file);
                Matcher kind = NOT_RECORDED.matcher(file.name());
                if (kind.find()) {
                    boot.unconfirmed("how GRUB loads files like *" + kind.group(), 8, 9);
                }
                file.artifact()
                        .filter(name -> boot.artifact(name).facts().content().isPresent())
                        .ifPresent(read::add);
                boolean kernel = i + 1 < measurements.size()
                        && measurements.get(i + 1) instanceof GrubMeasurement.KernelCommandLine;
                if (kernel && file.artifact().isPresent()) {
                    boot.image(kernelEvents, "grub.kernel", file.artifact().get());
                }
            }
        }
    }

    private void text(String prefix, String text) {
        if (doubt.isPresent()) {
            boot.assumed(8, EventType.EV_IPL, data(prefix, text), prefix + text, doubt.get());
        } else if (NODE_VALUE.matcher(text).find()) {
            boot.varying(8, EventType.EV_IPL, data(prefix, text), prefix + text, rule(prefix), text);
        } else {
            boot.add(COMMANDS.of(new Command(prefix, text, List.copyOf(read), boot.banks()), Command::event));
        }
    }

    /** A text that GRUB measures, with the artifacts that it follows from. The same ones are measured again and again. */
    private record Command(String prefix, String text, List<String> from, List<Bank> banks) {
        PredictedEvent event() {
            return new PredictedEvent(
                    8,
                    EventType.EV_IPL,
                    Digests.hash(banks, text.getBytes(StandardCharsets.UTF_8)),
                    new Content(data(prefix, text)),
                    prefix + text,
                    new Provenance.Computed(rule(prefix), from),
                    Optional.empty());
        }
    }

    private static byte[] data(String prefix, String text) {
        return (prefix + text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static String rule(String prefix) {
        return RULES.getOrDefault(prefix, "grub.command");
    }

    private void file(FileOpened file) {
        if (file.artifact().isPresent()) {
            doubt.ifPresentOrElse(
                    reason -> boot.doubtfulFile(9, file.name(), file.artifact().get(), reason),
                    () -> boot.file(9, file.name(), file.artifact().get(), "grub.file"));
            return;
        }
        Optional<Reference.Event> seen = boot.ask(on -> on.reference().event(9, EventType.EV_IPL, file.name()));
        if (seen.isEmpty()) {
            boot.assumed(
                    9,
                    EventType.EV_IPL,
                    (file.name() + "\0").getBytes(StandardCharsets.UTF_8),
                    file.name(),
                    doubt.orElse("which artifact GRUB opens there is not known: list it in the stage's 'files'"));
        } else if (doubt.isPresent()) {
            boot.doubtful(seen.get(), file.name(), doubt.get());
        } else {
            boot.copied(seen.get(), file.name());
        }
    }
}
