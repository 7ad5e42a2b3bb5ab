package io.hallmark.puppetbridge.lint;

import io.hallmark.puppetbridge.profile.AppArmorProfile;
import io.hallmark.puppetbridge.profile.BootedChains;
import io.hallmark.puppetbridge.profile.DisabledModule;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.KernelParameter;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.profile.Selinux;
import io.hallmark.puppetbridge.profile.VerityDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Kernel parameters and root hashes of a profile against the command lines that predictions are made from. A profile that
 * says otherwise would have nodes fail attestation, or believe to be protected.
 */
public final class BootAgreement {
    private static final List<String> ROOT_HASHES = List.of("roothash", "usrhash");

    /** Types of the file systems that are mounted first: of the kernel, which tries several, and of {@code systemd-fstab-generator}. */
    private static final List<String> TYPES = List.of("rootfstype", "mount.usrfstype");

    private BootAgreement() {}

    /**
     * Where they disagree.
     *
     * @param commandLines of the image that the profile names; of other chains they are not looked at
     */
    public static List<Finding> judge(HardeningProfile profile, List<CommandLine> commandLines) {
        List<Finding> findings = new ArrayList<>();
        if (profile.boots().isEmpty()) {
            return findings;
        }
        BootedChains boots = profile.boots().get();
        for (String chain : boots.chains()) {
            List<CommandLine> lines = commandLines.stream()
                    .filter(line -> line.chain().equals(chain))
                    .toList();
            if (lines.isEmpty()) {
                findings.add(Finding.error(
                        "boots",
                        "nothing is known of chain " + chain + " of image " + boots.image()
                                + ": propose its baseline first, or" + " correct the name"));
            }
            lines.forEach(line -> compare(profile, line, findings));
        }
        oneRootHash(profile, commandLines, findings);
        return findings;
    }

    private static void oneRootHash(HardeningProfile profile, List<CommandLine> commandLines, List<Finding> findings) {
        for (VerityDevice verity : profile.all(VerityDevice.class)) {
            List<String> hashes = rootHashes(profile, verity, commandLines).stream()
                    .flatMap(Optional::stream)
                    .toList();
            if (verity.rootHash().isEmpty() && hashes.size() > 1) {
                findings.add(Finding.error(
                        verity.name(),
                        "its chains have root hashes " + String.join(" and ", hashes)
                                + ", so that nodes can be held to none: have all of them boot the same file system, or give"
                                + " nodes that boot another one a role of their own"));
            }
        }
    }

    /** Those on the command lines of a profile's chains, each once; empty stands for a line that has none, or several. */
    private static Set<Optional<String>> rootHashes(
            HardeningProfile profile, VerityDevice verity, List<CommandLine> commandLines) {
        Set<Optional<String>> hashes = new LinkedHashSet<>();
        commandLines.stream()
                .filter(line -> profile.boots().isPresent()
                        && profile.boots().get().chains().contains(line.chain()))
                .forEach(line -> hashes.add(line.only(verity.rootHashKey())));
        return hashes;
    }

    /**
     * The profile with the root hashes that stand on the command lines, where it leaves them to the chain; only where all of
     * its chains have the same one.
     */
    public static HardeningProfile withRootHashes(HardeningProfile profile, List<CommandLine> commandLines) {
        List<Measure> measures = new ArrayList<>();
        for (Measure measure : profile.measures()) {
            if (measure instanceof VerityDevice verity && verity.rootHash().isEmpty()) {
                Set<Optional<String>> hashes = rootHashes(profile, verity, commandLines);
                Optional<String> only = hashes.size() == 1 ? hashes.iterator().next() : Optional.empty();
                measures.add(only.map(verity::withRootHash).orElse(verity));
            } else {
                measures.add(measure);
            }
        }
        return profile.with(measures);
    }

    private static void compare(HardeningProfile profile, CommandLine line, List<Finding> findings) {
        boolean matters = !profile.all(KernelParameter.class).isEmpty()
                || !profile.all(VerityDevice.class).isEmpty();
        if (line.words().isEmpty()) {
            if (matters) {
                findings.add(Finding.error(
                        "boots",
                        "the command line of " + line.where()
                                + " is not known, so that nobody can say whether the profile agrees"
                                + " with it; give it as 'cmdline' of the chain's kernel"));
            }
            return;
        }
        for (KernelParameter parameter : profile.all(KernelParameter.class)) {
            if (parameter.collected() ? !line.has(parameter.word()) : !line.hasOnly(parameter.word())) {
                findings.add(Finding.error(parameter.name(), missing(parameter, line)));
            }
        }
        for (VerityDevice verity : profile.all(VerityDevice.class)) {
            verity(verity, line, findings);
        }
        for (String key : ROOT_HASHES) {
            boolean asked = profile.all(VerityDevice.class).stream()
                    .anyMatch(verity -> verity.rootHashKey().equals(key));
            if (!asked && !line.settings(key).isEmpty()) {
                findings.add(Finding.warning(
                        "verity",
                        line.where() + " has '" + key
                                + "=…' on its command line, and the profile says nothing of it; add it, so"
                                + " that nodes are checked for it"));
            }
        }
        disabled(profile, line, findings);
        switchedOff(profile, line, findings);
    }

    private static void disabled(HardeningProfile profile, CommandLine line, List<Finding> findings) {
        List<DisabledModule> all = profile.all(DisabledModule.class);
        for (DisabledModule disabled : all) {
            TYPES.stream()
                    .flatMap(key -> line.settings(key).stream())
                    .filter(word -> types(word).anyMatch(disabled::mounts))
                    .map(word -> unmountable(disabled, all, word, line))
                    .forEach(findings::add);
        }
    }

    private static Stream<String> types(String word) {
        return Arrays.stream(word.split("[=,]")).skip(1);
    }

    /** The kernel tries the types of a list one after another (init/do_mounts.c). */
    private static Finding unmountable(
            DisabledModule disabled, List<DisabledModule> all, String word, CommandLine line) {
        String has = "the command line of " + line.where() + " has '" + word + "', and ";
        boolean others = types(word).anyMatch(type -> all.stream().noneMatch(module -> module.mounts(type)));
        return others
                ? Finding.warning(
                        disabled.name(),
                        has
                                + "a node with that file system could not mount it; name the type that it has alone, or keep the"
                                + " module")
                : Finding.error(
                        disabled.name(),
                        has + "a node could not mount it; keep the module, and note the rule as waived");
    }

    private static String missing(KernelParameter parameter, CommandLine line) {
        List<String> others = line.settings(parameter.key());
        String instead = others.isEmpty()
                ? "has no " + parameter.word()
                : others.size() == 1
                        ? "has " + others.get(0) + " instead"
                        : "has " + String.join(" and ", others) + ", of which the last one counts";
        return "the command line of " + line.where() + " " + instead
                + ": it is measured, so change it in the image's description, not on the node, and propose the baseline anew";
    }

    private static void verity(VerityDevice verity, CommandLine line, List<Finding> findings) {
        String key = verity.rootHashKey();
        List<String> settings = line.settings(key);
        if (settings.size() != 1) {
            findings.add(Finding.error(
                    verity.name(),
                    "the command line of " + line.where() + " has "
                            + (settings.isEmpty()
                                    ? "no '" + key + "=…'"
                                    : String.join(" and ", settings) + ", of which the last one counts; leave one")));
        } else if (verity.rootHash().isPresent() && !line.only(key).equals(verity.rootHash())) {
            findings.add(Finding.error(
                    verity.name(),
                    "the command line of " + line.where() + " has root hash "
                            + line.only(key).orElseThrow() + ", the profile "
                            + verity.rootHash().get() + "; write 'root-hash: of-the-chain' to have one source of it"));
        }
        for (String word : verity.deviceWords()) {
            if (!line.hasOnly(word)) {
                findings.add(Finding.error(verity.name(), lacks(line, word)));
            }
        }
    }

    private static String lacks(CommandLine line, String word) {
        String settings = String.join(" and ", line.settings(word));
        return "the command line of " + line.where() + " has "
                + (settings.isEmpty() ? "no '" + word + "'" : settings + " in place of '" + word + "' alone");
    }

    /** What templates of provisioning systems put on command lines, {@code selinux=0} say. */
    private static void switchedOff(HardeningProfile profile, CommandLine line, List<Finding> findings) {
        for (Selinux selinux : profile.all(Selinux.class)) {
            List<String> words = selinux.enforcing() ? List.of("selinux=0", "enforcing=0") : List.of("selinux=0");
            words.stream()
                    .filter(line::has)
                    .forEach(word -> findings.add(Finding.error(selinux.name(), off(line, word))));
        }
        if (!profile.all(AppArmorProfile.class).isEmpty() && line.has("apparmor=0")) {
            findings.add(Finding.error("AppArmor", off(line, "apparmor=0")));
        }
    }

    private static String off(CommandLine line, String word) {
        return "the command line of " + line.where() + " has '" + word + "', which switches it off";
    }
}
