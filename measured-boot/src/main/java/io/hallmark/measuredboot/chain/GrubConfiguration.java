package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.grub.GrubBoot;
import io.hallmark.measuredboot.grub.GrubBuildProfile;
import io.hallmark.measuredboot.grub.GrubDevice;
import io.hallmark.measuredboot.grub.GrubEnvironment;
import io.hallmark.measuredboot.grub.GrubFile;
import io.hallmark.measuredboot.grub.GrubFiles;
import io.hallmark.measuredboot.grub.GrubInterpreter;
import io.hallmark.measuredboot.grub.GrubMeasurement.FileOpened;
import io.hallmark.measuredboot.grub.GrubReference;
import io.hallmark.measuredboot.grub.GrubRun;
import io.hallmark.measuredboot.io.RememberedByAnswers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GRUB's PCR 8 and 9 by running its configuration.
 *
 * <p>What the run can't know makes all that follows assumed, with the reason. So does a configuration that boots
 * something else than the chain says.
 */
final class GrubConfiguration {
    private static final String BOOT_IMAGE = "BOOT_IMAGE=";
    private static final Pattern FROM_NETWORK = Pattern.compile("\\((?:tftp|http|pxe)");
    private static final Pattern NAMED_BY_RELEASE = Pattern.compile(".*/vmlinuz-(\\d+\\.\\d+\\.\\d+\\S*)");

    /** Runs until the paths of kernel and initrds are known that files are searched by before they are loaded. */
    private static final int MOST_RUNS = 3;

    /**
     * Runs by the files that the stage gives GRUB. Classes of servers that boot one configuration have its runs in common, and
     * so have kernels, unless GRUB looks at more of them than their names.
     */
    private static final RememberedByAnswers<Map<String, GrubFile>, GrubEnvironment, GrubRun> RUNS =
            new RememberedByAnswers<>(1024);

    private final Boot boot;
    private final Optional<String> unconfirmed;
    private final GrubRun run;
    private final Optional<String> contradiction;

    /** @param unconfirmed what no recording confirms of how the build runs it */
    private GrubConfiguration(Boot boot, Optional<String> unconfirmed, GrubRun run) {
        this.boot = boot;
        this.unconfirmed = unconfirmed;
        this.run = run;
        this.contradiction = contradiction();
    }

    /**
     * Runs the configuration of a stage.
     *
     * @return empty when the build of GRUB, its prefix or the text of its configuration is not known
     */
    static Optional<GrubConfiguration> run(Boot boot, Grub grub, Optional<String> version) {
        GrubReference reference = boot.ask(on -> on.reference().grubReference());
        Optional<String> prefix = grub.prefix().or(reference::prefix);
        Optional<GrubBuildProfile> build = prefix.flatMap(path -> version.flatMap(
                        v -> GrubBuildProfile.of(v, FROM_NETWORK.matcher(path).lookingAt()))
                .or(grub::described));
        if (build.isEmpty() || !isAtHand(boot, grub, prefix.get())) {
            return Optional.empty();
        }
        Map<String, GrubFile> files = new LinkedHashMap<>();
        grub.files().forEach((path, name) -> files.put(path, GrubFile.of(boot.artifact(name))));
        List<GrubFile> target = target(boot).stream()
                .map(name -> GrubFile.of(boot.artifact(name)))
                .toList();
        List<GrubDevice> devices =
                grub.filesystems().map(GrubFilesystems::parse).orElse(List.of());
        boolean verified = boot.ask(on -> on.firmware().verifiedByLoaders());
        Function<Map<String, GrubFile>, GrubEnvironment> machine = known -> reference.environment(
                build.get(), prefix.get(), new GrubFiles(known).booting(target), devices, verified);
        return Optional.of(new GrubConfiguration(
                boot,
                build.filter(row -> !row.isRecorded())
                        .map(row -> "how " + row.name() + GrubBuild.releases(version.flatMap(GrubBuild::of))
                                + " runs its configuration"),
                run(files, target, machine)));
    }

    /**
     * Runs until what is loaded is known by the paths that it is loaded by.
     *
     * @param machine by the files that are known
     */
    private static GrubRun run(
            Map<String, GrubFile> files,
            List<GrubFile> target,
            Function<Map<String, GrubFile>, GrubEnvironment> machine) {
        Map<String, GrubFile> known = new LinkedHashMap<>(files);
        GrubRun last = RUNS.of(files, machine.apply(known), GrubInterpreter::run);
        for (int i = 1; i < MOST_RUNS; i++) {
            List<String> names = names(last.boot());
            for (int j = 0; j < names.size() && j < target.size(); j++) {
                known.putIfAbsent(bare(names.get(j)), target.get(j));
            }
            GrubRun next = RUNS.of(files, machine.apply(known), GrubInterpreter::run);
            if (next.equals(last)) {
                break;
            }
            last = next;
        }
        return last;
    }

    private static boolean isAtHand(Boot boot, Grub grub, String prefix) {
        String path = bare(prefix) + "/grub.cfg";
        return grub.files().entrySet().stream()
                .filter(entry -> bare(entry.getKey()).equalsIgnoreCase(path))
                .anyMatch(entry ->
                        boot.artifact(entry.getValue()).facts().content().isPresent());
    }

    private static String bare(String name) {
        return name.startsWith("(") ? name.substring(name.indexOf(')') + 1) : name;
    }

    private static Optional<LinuxKernel> linux(Boot boot) {
        return boot.nextStage().filter(LinuxKernel.class::isInstance).map(LinuxKernel.class::cast);
    }

    /** The artifacts that the next stage says GRUB loads: the image first, then the initrds. */
    private static List<String> target(Boot boot) {
        List<String> names = new ArrayList<>();
        Optional<LinuxKernel> linux = linux(boot);
        if (linux.isPresent()) {
            names.add(linux.get().kernel());
            names.addAll(linux.get().initrd());
        } else {
            boot.nextStage()
                    .flatMap(stage -> stage.artifacts().stream().findFirst())
                    .ifPresent(names::add);
        }
        return names;
    }

    private static List<String> names(GrubBoot boot) {
        List<String> names = new ArrayList<>();
        if (boot instanceof GrubBoot.Linux linux) {
            names.add(linux.kernel());
            names.addAll(linux.initrds());
        } else if (boot instanceof GrubBoot.Chainload chainload) {
            names.add(chainload.file());
        }
        return names;
    }

    /** Why the measurements are doubtful; empty when they are certain. */
    Optional<String> doubt() {
        return run.doubt().or(() -> contradiction);
    }

    /** The load options that GRUB makes for the kernel, when it is certain that it starts one. */
    Optional<String> loadOptions() {
        return doubt().isEmpty() && run.boot() instanceof GrubBoot.Linux linux
                ? Optional.of(BOOT_IMAGE + linux.commandLine())
                : Optional.empty();
    }

    /** A kernel's command line as GRUB passes it, which may be described without what GRUB puts before it. */
    static String withKernel(String commandLine) {
        return commandLine.startsWith(BOOT_IMAGE) ? commandLine : BOOT_IMAGE + commandLine;
    }

    /** Why what the kernel is handed as its initrd is not one of the chain's files, or several as they are. */
    Optional<String> packedInitrd() {
        return run.boot() instanceof GrubBoot.Linux linux && linux.packs()
                ? Optional.of(
                        "GRUB's configuration has it pack files into an archive ('initrd newc:…'), and no recorded"
                                + " boot shows the archive: give GRUB an initrd that has them in it")
                : Optional.empty();
    }

    /** What the command {@code chainloader} passes on: what stands behind the file. */
    CommandLine chainloaderOptions() {
        return run.boot() instanceof GrubBoot.Chainload chainload
                        && !chainload.arguments().isEmpty()
                ? CommandLine.unknown(
                        "GRUB's configuration has arguments for " + chainload.file()
                                + ", and no recorded boot shows how they are passed on: give the unified kernel image's 'options'")
                : CommandLine.NONE;
    }

    private Optional<String> contradiction() {
        Optional<LinuxKernel> next = linux(boot);
        if (run.boot() instanceof GrubBoot.Nothing nothing) {
            return Optional.of("by its configuration GRUB boots nothing: " + nothing.reason());
        }
        if (run.boot() instanceof GrubBoot.Linux linux) {
            if (next.isEmpty()) {
                return Optional.of(
                        "GRUB's configuration boots the kernel " + linux.kernel() + ", the chain something else");
            }
            List<String> wanted = target(boot);
            List<String> opened = loaded(1 + linux.initrds().size());
            if (!sameFiles(opened, wanted)) {
                return Optional.of("GRUB's configuration loads " + opened + ", the chain names " + wanted);
            }
            Optional<String> release = otherRelease(linux.kernel(), next.get());
            if (release.isPresent()) {
                return release;
            }
            return next.get()
                    .cmdline()
                    .filter(text -> !NodeVariables.in(text))
                    .map(text -> text.startsWith(BOOT_IMAGE) ? text.substring(BOOT_IMAGE.length()) : text)
                    .filter(text -> !text.equals(linux.commandLine()))
                    .map(text -> "GRUB's configuration has the command line '" + linux.commandLine() + "', the chain '"
                            + text + "'");
        }
        if (next.isPresent()) {
            return Optional.of("GRUB's configuration boots no Linux kernel, but the chain says so");
        }
        List<String> wanted = target(boot);
        if (run.boot() instanceof GrubBoot.Chainload chainload && !sameFiles(loaded(1), wanted)) {
            return Optional.of("GRUB's configuration starts " + chainload.file() + ", the chain "
                    + (wanted.isEmpty() ? "ends with GRUB" : "goes on with " + wanted.get(0)));
        }
        return run.boot() instanceof GrubBoot.Multiboot multiboot && !wanted.isEmpty()
                ? Optional.of("GRUB's configuration boots the multiboot kernel " + multiboot.kernel()
                        + ", the chain goes on with " + wanted.get(0))
                : Optional.empty();
    }

    /** Distributions name a kernel's file by its release: a file of another release is no name for the chain's kernel. */
    private Optional<String> otherRelease(String file, LinuxKernel linux) {
        Matcher named = NAMED_BY_RELEASE.matcher(file);
        return boot.artifact(linux.kernel())
                .facts()
                .version(Product.LINUX)
                .filter(release -> named.matches() && !named.group(1).equals(release))
                .map(release -> "GRUB's configuration boots " + file + ", the chain's kernel '" + linux.kernel()
                        + "' is of release " + release);
    }

    /** Whether the files are the same ones; one file may go by several artifacts' names. */
    private boolean sameFiles(List<String> opened, List<String> wanted) {
        if (opened.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!boot.hasArtifact(opened.get(i)) || !digests(opened.get(i)).agreesWith(digests(wanted.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private Digests digests(String artifact) {
        return boot.artifact(artifact).facts().digests();
    }

    /** The artifacts of the files that were opened last. */
    private List<String> loaded(int count) {
        List<String> opened = run.measurements().stream()
                .filter(FileOpened.class::isInstance)
                .map(file -> ((FileOpened) file).artifact().orElse(((FileOpened) file).name()))
                .toList();
        return opened.subList(Math.max(0, opened.size() - count), opened.size());
    }

    /** @param kernelEvents how many PCR 4 events GRUB causes for a Linux kernel */
    void measure(int kernelEvents) {
        // A run that is doubtful itself may well end elsewhere, but what it measures before that is certain.
        Optional<String> fromTheStart = run.doubt().isPresent() ? Optional.empty() : contradiction;
        unconfirmed.ifPresent(rule -> boot.unconfirmed(rule, 8, 9));
        new GrubEvents(boot, fromTheStart).add(run.measurements(), kernelEvents);
    }
}
