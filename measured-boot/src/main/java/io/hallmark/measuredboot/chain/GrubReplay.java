package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.eventlog.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GRUB's PCR 8 and 9 along the reference log: the same files are opened in the same order as on that node, with the
 * contents that the artifacts have now; commands are copied.
 *
 * <p>Copied commands hold only while nothing that they follow from has changed: the configuration and the other files
 * that GRUB read before, and the kernel's command line. If something has, they are assumed, and PCR 8 is not enforced.
 */
final class GrubReplay {
    private static final String COMMAND_LINE = "kernel_cmdline: ";
    private static final String SAVES = "grub_cmd: save_env ";

    private final Boot boot;
    private final Map<String, String> files;
    private final Optional<String> unknownBuild;
    private Optional<String> stale = Optional.empty();

    /** @param unknownBuild why nothing better than a replay can be had */
    GrubReplay(Boot boot, Map<String, String> files, Optional<String> unknownBuild) {
        this.boot = boot;
        this.files = files;
        this.unknownBuild = unknownBuild;
    }

    /** @param kernelEvents how many PCR 4 events GRUB causes for a Linux kernel */
    void run(int kernelEvents) {
        List<Reference.Event> log = log();
        if (log.isEmpty()) {
            withoutReference();
            return;
        }
        int target = target(log);
        stale = stale(log, target)
                .map(change -> "taken in the order of the reference log, but " + change
                        + unknownBuild.map(reason -> "; " + reason).orElse(""));
        int initrds = 0;
        for (int i = 0; i < log.size(); i++) {
            Reference.Event event = log.get(i);
            if (event.log().pcr() == 8) {
                command(event);
            } else if (i == target) {
                target(event, kernelEvents);
            } else if (i > target && linux().isPresent()) {
                initrds++;
                initrd(initrds, event.text());
            } else {
                file(event);
            }
        }
        for (int i = initrds + 1; i <= linux().map(l -> l.initrd().size()).orElse(0); i++) {
            initrd(i, linux().orElseThrow().initrd().get(i - 1));
        }
    }

    /**
     * Whether the reference log's node started this image of GRUB, and it measured nothing: an image that was made without the
     * tpm module measures neither commands nor files ({@code grub-core/commands/tpm.c} is in that module).
     */
    boolean isOfGrubWithoutTpm(String image) {
        return boot.ask(on -> on.reference().grub().isEmpty())
                && boot.artifact(image)
                        .facts()
                        .pe()
                        .filter(pe -> boot.ask(on -> on.reference().booted(pe.authenticode())))
                        .isPresent();
    }

    /**
     * As such an image starts what comes next, of which no PCR shows more than firmware, shim or the kernel measure.
     *
     * @param stubRuns whether the kernel's EFI stub runs, which measures what it is handed
     */
    void runUnmeasured(String image, int kernelEvents, boolean stubRuns) {
        linux().ifPresent(linux -> boot.image(kernelEvents, "grub.kernel", linux.kernel()));
        String unseen = stubRuns && linux().isPresent()
                ? " or its commands; the initrd and the kernel's command line show in PCR 9 only as far as the kernel itself"
                        + " measures them (5.17 or later)"
                : ", its commands, the initrd or the kernel's command line";
        boot.notCovered(
                "GRUB ('" + image + "', " + boot.artifact(image).origin() + ") measured nothing when the reference"
                        + " log was recorded, so it was made without its tpm module: no PCR shows a change of its configuration"
                        + unseen + ", and none of the kernel but under Secure Boot. Make the"
                        + " image with that module (grub-mkstandalone --modules=tpm), or boot a unified kernel image.");
    }

    /** Whether the reference log is of a boot with GRUB and nothing that its events follow from has changed since. */
    boolean holds() {
        List<Reference.Event> log = log();
        return !log.isEmpty() && stale(log, target(log)).isEmpty();
    }

    private List<Reference.Event> log() {
        return boot.ask(on -> on.reference().grub());
    }

    private void command(Reference.Event event) {
        stale.ifPresentOrElse(
                reason -> boot.doubtful(event, event.text(), reason), () -> boot.copied(event, event.text()));
    }

    private void opened(String path, String artifact) {
        stale.ifPresentOrElse(
                reason -> boot.doubtfulFile(9, path, artifact, reason),
                () -> boot.file(9, path, artifact, "grub.file"));
    }

    private void target(Reference.Event event, int kernelEvents) {
        Optional<String> name = linux().map(LinuxKernel::kernel)
                .or(() -> boot.nextStage()
                        .flatMap(stage -> stage.artifacts().stream().findFirst()));
        if (name.isEmpty()) {
            file(event);
            return;
        }
        opened(event.text(), name.get());
        if (linux().isPresent()) {
            boot.image(kernelEvents, "grub.kernel", name.get());
        }
    }

    private void initrd(int number, String path) {
        List<String> initrds = linux().orElseThrow().initrd();
        if (number <= initrds.size()) {
            opened(path, initrds.get(number - 1));
        }
    }

    private void file(Reference.Event event) {
        artifact(event)
                .ifPresentOrElse(
                        artifact -> opened(event.text(), artifact.name()), () -> boot.copied(event, event.text()));
    }

    /** The index of the event of the file that GRUB starts: a kernel stands before its command line. */
    private static int target(List<Reference.Event> log) {
        int lastFile = -1;
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i).log().pcr() == 9) {
                lastFile = i;
            } else if (log.get(i).text().startsWith(COMMAND_LINE)) {
                return lastFile;
            }
        }
        return lastFile;
    }

    /** Why the reference log's commands need not be those of the next boot; empty when they are. */
    private Optional<String> stale(List<Reference.Event> log, int target) {
        for (int i = 0; i < target; i++) {
            Reference.Event event = log.get(i);
            Optional<Artifact> artifact = event.log().pcr() == 9 ? artifact(event) : Optional.empty();
            if (artifact.isPresent()
                    && !artifact.get().facts().digests().agreesWith(event.log().digests())) {
                return Optional.of(event.text() + " has changed since, and other commands may run");
            }
        }
        Optional<String> saved = log.stream()
                .map(Reference.Event::text)
                .filter(text -> text.startsWith(SAVES))
                .findFirst();
        if (saved.isPresent()) {
            return Optional.of("GRUB saved variables then ('" + saved.get()
                    + "'), so the environment block that it reads may be another at each boot: list grub.cfg and the block"
                    + " in the stage's 'files', so that it is known what is saved");
        }
        Optional<String> wanted = linux().flatMap(LinuxKernel::cmdline);
        if (wanted.isPresent()) {
            for (Reference.Event event : log) {
                if (event.text().startsWith(COMMAND_LINE)
                        && !event.text().substring(COMMAND_LINE.length()).equals(asGrubLogs(wanted.get()))) {
                    return Optional.of("the kernel's command line is another");
                }
            }
        }
        return Optional.empty();
    }

    private static String asGrubLogs(String cmdline) {
        String prefix = "BOOT_IMAGE=";
        return cmdline.startsWith(prefix) ? cmdline.substring(prefix.length()) : cmdline;
    }

    /** The artifact that stands for the file that an event names, by path without the device. */
    private Optional<Artifact> artifact(Reference.Event event) {
        String path = event.text();
        int device = path.startsWith("(") ? path.indexOf(')') : -1;
        String bare = path.substring(device + 1);
        return Optional.ofNullable(files.getOrDefault(path, files.get(bare))).map(boot::artifact);
    }

    private Optional<LinuxKernel> linux() {
        return boot.nextStage().filter(LinuxKernel.class::isInstance).map(LinuxKernel.class::cast);
    }

    private void withoutReference() {
        String reason =
                "the reference log is of a boot without GRUB, so the commands that it runs and the order in which"
                        + " it opens files are not known: record a boot of this chain and add its log to the profile";
        boot.assumed(8, EventType.EV_IPL, new byte[0], "GRUB's commands", reason);
        boot.assumed(9, EventType.EV_IPL, new byte[0], "GRUB's files", reason);
        List<String> names = new ArrayList<>(files.values());
        linux().ifPresent(linux -> {
            names.add(linux.kernel());
            names.addAll(linux.initrd());
        });
        for (String name : names) {
            boot.file(9, boot.artifact(name).origin(), name, "grub.file");
        }
    }
}
