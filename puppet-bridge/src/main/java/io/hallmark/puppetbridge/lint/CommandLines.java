package io.hallmark.puppetbridge.lint;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.UnifiedKernelImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Command lines from where predictions take them, so that a profile is held against the very text that is measured: the
 * newest set of a baseline.
 */
public final class CommandLines {
    private static final String GRUB = "kernel_cmdline: ";

    private CommandLines() {}

    /** The one of what a baseline accepts as newest. */
    public static CommandLine of(BaselineDocument baseline) {
        AcceptedSet newest = baseline.accepted().get(0);
        Optional<String> text =
                fromStages(newest.chain()).or(() -> fromEvents(newest)).or(() -> fromStub(newest));
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

    /**
     * What systemd-stub or another loader hands to the kernel: what the kernel is predicted to measure of it. An old kernel
     * measures nothing; then it is put together as the stub does, from the image's own or what stands in for that, and
     * from add-ons, both of which the stub measures.
     */
    private static Optional<String> fromStub(AcceptedSet set) {
        LoadOptions options = LoadOptions.of(set.prediction());
        return options.measured() ? options.text() : options.ofStub(ownOfImage(set));
    }

    /** A unified kernel image carries one in a section. */
    private static Optional<String> ownOfImage(AcceptedSet set) {
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
