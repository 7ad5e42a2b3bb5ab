package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.io.Questions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** One run of GRUB: its variables, functions, menus and loaded files, and what it has measured so far. */
final class Session {
    /** Far more than any boot takes; a loop that does not end reaches it. */
    private static final int MOST_STEPS = 100_000;

    private static final long MOST_BYTES = 16L * 1024 * 1024;
    private static final Set<String> HOOKED = Set.of(
            "root", "prefix", "lang", "locale_dir", "secondary_locale_dir", "color_normal", "color_highlight", "pager");
    private static final Pattern NODE_VARIABLE = Pattern.compile("\\$\\{[A-Za-z0-9_]+}");

    final GrubBuildProfile build;

    /** Whether Secure Boot, and with it GRUB's lockdown, is on. */
    final boolean secureBoot;

    /** The device of the prefix, which is {@code $root} in the beginning. */
    final String prefixDevice;

    final Variables variables;
    final Map<String, Node> functions = new HashMap<>();
    final Modules modules;
    final Menus menus = new Menus();
    final Executor executor;

    /** What {@code boot} would start. */
    Optional<GrubBoot> loaded = Optional.empty();

    /** Whether output goes to the graphical terminal. */
    boolean graphical;

    private final Questions<GrubEnvironment> machine;
    private final List<GrubMeasurement> measurements = new ArrayList<>();
    private final Set<FileName> written = new HashSet<>();
    private final Set<String> doubts = new HashSet<>();

    /** After how many measurements files were first read, measured or not. */
    private final Map<FileName, Integer> firstReads = new HashMap<>();

    /** What came out later and makes a measurement doubtful, and all after it. */
    private final Map<Integer, GrubMeasurement.Unknown> doubtsBefore = new HashMap<>();

    private int steps;
    private long bytes;

    Session(Questions<GrubEnvironment> machine) {
        this.machine = machine;
        this.build = ask(GrubEnvironment::build);
        this.secureBoot = ask(GrubEnvironment::secureBoot);
        this.prefixDevice = ask(GrubEnvironment::device);
        this.variables = new Variables(build.redHat());
        this.modules = new Modules(this);
        this.executor = new Executor(this);
    }

    /** The answer of the machine to a question, which must follow from it and from answers before alone. */
    <T> T ask(Function<GrubEnvironment, T> question) {
        return machine.ask(question);
    }

    /** Those with file systems, in GRUB's order. */
    List<GrubDevice> devices() {
        return ask(GrubEnvironment::devices);
    }

    /** The device of this name, without parentheses, if it is known. */
    Optional<GrubDevice> device(String name) {
        return ask(machine -> machine.device(name));
    }

    /** The names of what is in a folder, sorted; folders end in a slash. */
    List<String> list(FileName folder) {
        List<String> names = ask(machine -> machine.files().list(folder.device(), folder.path()));
        names.forEach(name -> spend(name.length()));
        return names;
    }

    List<GrubMeasurement> measurements() {
        List<GrubMeasurement> all = new ArrayList<>();
        for (int i = 0; i < measurements.size(); i++) {
            Optional.ofNullable(doubtsBefore.get(i)).ifPresent(all::add);
            all.add(measurements.get(i));
        }
        Optional.ofNullable(doubtsBefore.get(measurements.size())).ifPresent(all::add);
        return all;
    }

    /** Counts one step of the script. */
    void step() {
        if (++steps > MOST_STEPS) {
            throw new MeasuredBootException("GRUB configuration: does not come to an end within " + MOST_STEPS
                    + " commands: look for a loop in it");
        }
    }

    void command(String text) {
        measure(new GrubMeasurement.CommandText(known(text)), text.length());
    }

    void kernelCommandLine(String text) {
        measure(new GrubMeasurement.KernelCommandLine(known(text)), text.length());
    }

    void moduleCommandLine(String text) {
        measure(new GrubMeasurement.ModuleCommandLine(known(text)), text.length());
    }

    /** Notes that what follows can't be known; once for one reason. */
    void unknown(String reason) {
        if (doubts.add(reason)) {
            measure(new GrubMeasurement.Unknown(reason), reason.length());
        }
    }

    private String known(String text) {
        if (!ByteText.isUtf8(text)) {
            unknown("a measured text is not UTF-8: " + ByteText.text(text));
        }
        return ByteText.text(text);
    }

    /** Counts bytes that are read, expanded, matched or measured: what a hostile configuration makes the run cost. */
    void spend(long size) {
        bytes += size;
        if (bytes > MOST_BYTES) {
            throw new MeasuredBootException(
                    "GRUB configuration: what GRUB would have to read and measure is larger than " + MOST_BYTES
                            + " bytes: look for a loop in it");
        }
    }

    private void measure(GrubMeasurement measurement, int size) {
        spend(size);
        step();
        measurements.add(measurement);
    }

    /** Sets a variable, with what GRUB does when some are set (variable hooks). */
    void set(String name, String value) {
        switch (name) {
            case "root" -> variables.set(name, withoutParentheses(value));
            case "prefix" -> {
                modules.readLists(value);
                variables.set(name, value);
            }
            case "lang" -> {
                modules.language(value, variables.orEmpty("locale_dir"), variables.orEmpty("prefix"));
                modules.language(value, variables.orEmpty("secondary_locale_dir"), "");
                variables.set(name, value);
            }
            case "locale_dir" -> {
                modules.language(variables.orEmpty("lang"), value, variables.orEmpty("prefix"));
                variables.set(name, value);
            }
            case "secondary_locale_dir" -> {
                modules.language(variables.orEmpty("lang"), value, "");
                variables.set(name, value);
            }
            default -> variables.set(name, value);
        }
    }

    /** Removes a variable; those that something hangs on become empty instead ({@code grub_env_unset}). */
    void unset(String name) {
        if (HOOKED.contains(name)) {
            set(name, "");
        } else {
            variables.unset(name);
        }
    }

    private static String withoutParentheses(String device) {
        return device.startsWith("(") && device.endsWith(")") && device.length() > 1
                ? device.substring(1, device.length() - 1)
                : device;
    }

    String root() {
        return variables.orEmpty("root");
    }

    FileName name(String name) {
        return FileName.of(name, root());
    }

    /** Opens a file as all of GRUB's verifiers see it, which is to measure it when it exists. */
    Optional<FoundFile> open(String name) {
        return open(name, true);
    }

    /** @param measured false for the few kinds of files that no verifier looks at */
    Optional<FoundFile> open(String name, boolean measured) {
        return open(name, measured, this::lookUp);
    }

    private Optional<FoundFile> open(String name, boolean measured, Function<FileName, Optional<FoundFile>> lookUp) {
        if (FileName.isBroken(name)) {
            return Optional.empty();
        }
        FileName file = name(name);
        if (file.inMemory()) {
            return build.memdisk().contains(file.path())
                    ? Optional.of(new FoundFile(file, Optional.empty()))
                    : Optional.empty();
        }
        if (!file.path().startsWith("/") && !GrubDevice.isNetwork(file.device())) {
            if (!file.path().isEmpty()) {
                unknown("'" + ByteText.text(name) + "' names blocks of a disk, not a file");
            }
            return Optional.empty();
        }
        Optional<FoundFile> found = lookUp.apply(file);
        if (found.isPresent()) {
            if (written.contains(file)) {
                unknown("'" + ByteText.text(name) + "' was written by GRUB before it is read");
            }
            if (measured) {
                dependsOn(name);
                measure(
                        new GrubMeasurement.FileOpened(
                                ByteText.text(name), found.get().artifact()),
                        name.length());
            }
        } else if (isNodeSpecific(name)) {
            unknown("whether a node has its own file '" + ByteText.text(name) + "'");
        }
        return found;
    }

    /**
     * Opens what is to be booted.
     *
     * @param number 0 for the image, from 1 for initrds
     */
    Optional<FoundFile> openTarget(String name, int number) {
        return ask(machine -> machine.files().hasTarget())
                ? open(name, true, file -> Optional.of(target(file, name, number)))
                : open(name);
    }

    /** One question, so that it makes no difference whether the path of what is booted is known. */
    private FoundFile target(FileName file, String name, int number) {
        Optional<FoundFile> found = ask(machine -> machine.find(file)
                .or(() -> machine.files().target(number))
                .map(known -> new FoundFile(file, known.artifact())));
        if (found.isEmpty()) {
            unknown("which artifact the initrd '" + ByteText.text(name) + "' is: the kernel's stage has fewer");
        }
        return found.orElse(new FoundFile(file, Optional.empty()));
    }

    /** The content of a file as GRUB reads it; without it what follows can't be known. */
    Optional<String> content(String name, FoundFile file) {
        Optional<String> content = content(file);
        content.ifPresent(text -> spend(text.length()));
        if (content.isEmpty()) {
            unknown("the content of '" + ByteText.text(name) + "' is not at hand: give the file itself");
        }
        return content;
    }

    /** The content of a file, if it is at hand; a file of the memory disk has none that is known. */
    Optional<String> content(FoundFile file) {
        return file.name().inMemory()
                ? Optional.empty()
                : ask(machine -> machine.find(file.name()).flatMap(GrubFile::content))
                        .map(content -> ByteText.of(content.bytes()));
    }

    /** Whether a file is empty, if that is known. */
    Optional<Boolean> isEmpty(FoundFile file) {
        return file.name().inMemory()
                ? Optional.empty()
                : ask(machine -> machine.find(file.name())
                        .flatMap(found -> found.size().isPresent()
                                ? Optional.of(found.size().getAsLong() == 0)
                                : Optional.empty()));
    }

    /** Finds a file without opening it. */
    Optional<FoundFile> lookUp(FileName file) {
        return ask(machine -> machine.find(file).map(known -> new FoundFile(file, known.artifact())));
    }

    /**
     * Marks an environment block as changed by GRUB itself: it is not what was read of it, and from there on the next boot may
     * measure otherwise.
     *
     * @param changed the variables that have other values than in the block
     */
    void wrote(String name, List<String> changed) {
        FileName file = name(name);
        written.add(file);
        String reason = "GRUB writes " + ByteText.text(String.join(", ", changed)) + " to '" + ByteText.text(name)
                + "', so the next boot reads other values there: leave out what saves them (savedefault, boot counting),"
                + " or have it loaded from the network";
        Optional.ofNullable(firstReads.get(file))
                .ifPresent(index -> doubtsBefore.putIfAbsent(index, new GrubMeasurement.Unknown(reason)));
    }

    /** Notes that what follows depends on a file, measured or not. */
    void dependsOn(String name) {
        firstReads.putIfAbsent(name(name), measurements.size());
    }

    static boolean isNodeSpecific(String text) {
        return NODE_VARIABLE.matcher(text).find();
    }
}
