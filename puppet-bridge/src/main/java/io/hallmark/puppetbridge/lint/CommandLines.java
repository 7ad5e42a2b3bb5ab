package io.hallmark.puppetbridge.lint;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.ImageDescription;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.UnifiedKernelImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Command lines from where predictions take them, so that a profile is held against the very text that is measured: the
 * newest set of a baseline, or the image description that such a set is computed from.
 */
public final class CommandLines {
    private static final String GRUB = "kernel_cmdline: ";

    private CommandLines() {}

    /** Those of the chains of an image description; root hashes must stand in place of references by now. */
    public static List<CommandLine> of(ImageDescription image) {
        List<CommandLine> lines = new ArrayList<>();
        image.chains()
                .forEach((name, chain) -> lines.add(new CommandLine(
                        "chain " + name + " of image " + image.image(),
                        name,
                        fromStages(chain.chain()).map(CommandLines::words))));
        return lines;
    }

    /** The one of what a baseline accepts as newest. */
    public static CommandLine of(BaselineDocument baseline) {
        AcceptedSet newest = baseline.accepted().get(0);
        Optional<String> text =
                fromStages(newest.chain()).or(() -> fromEvents(newest)).or(() -> fromImages(newest));
        return new CommandLine(
                "chain " + baseline.chain() + " of image " + baseline.image() + " on " + baseline.hardware(),
                baseline.chain(),
                text.map(CommandLines::words));
    }

    private static Optional<String> fromStages(BootChain chain) {
        return chain.stages().stream()
                .filter(LinuxKernel.class::isInstance)
                .flatMap(stage -> ((LinuxKernel) stage).cmdline().stream())
                .findFirst();
    }

    /** GRUB measures the command line as text. */
    private static Optional<String> fromEvents(AcceptedSet set) {
        return set.prediction().events().stream()
                .map(event -> event.data().text())
                .filter(text -> text.startsWith(GRUB))
                .map(text -> text.substring(GRUB.length()).replace("\0", ""))
                .findFirst();
    }

    /** A unified kernel image carries it in a section. */
    private static Optional<String> fromImages(AcceptedSet set) {
        return set.chain().stages().stream()
                .filter(UnifiedKernelImage.class::isInstance)
                .flatMap(stage -> artifact(set, stage))
                .flatMap(artifact -> artifact.facts().pe().stream())
                .flatMap(pe -> pe.section(".cmdline").stream())
                .flatMap(section -> section.content().stream())
                .map(content -> content.text().replace("\0", ""))
                .findFirst();
    }

    private static Stream<Artifact> artifact(AcceptedSet set, BootStage stage) {
        Optional<String> image = stage.values().text("image");
        return set.artifacts().stream().filter(artifact -> image.equals(Optional.of(artifact.name())));
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("[ \t\n]+")).filter(word -> !word.isEmpty()).toList();
    }
}
