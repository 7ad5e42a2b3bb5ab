package io.hallmark.puppetbridge.profile;

import io.hallmark.puppetbridge.node.CommandLineWord;
import io.hallmark.puppetbridge.node.Expectation;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Platform;
import io.hallmark.puppetbridge.node.Probe;
import io.hallmark.puppetbridge.node.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A word of the kernel's command line. Where nodes boot images it belongs to the image, whose command line is measured; a
 * node that installs packages writes it into GRUB's configuration itself.
 */
public record KernelParameter(String word) implements Measure {
    /** What has GRUB take in what stands in the files that its configuration is made of. */
    static final List<String> UPDATE_GRUB = List.of("update-grub");

    /**
     * Keys whose words add up; of others the last one counts. Those of the kernel are in its {@code kernel-parameters.txt},
     * those of systemd in {@code kernel-command-line(7)}, those of dracut in {@code dracut.cmdline(7)}. Keys whose words can undo each
     * other ({@code iommu}, {@code intel_iommu}, {@code efi}) are none of them, though several words may stand for one.
     */
    private static final Set<String> COLLECTED = Set.of(
            "console",
            "crashkernel",
            "earlycon",
            "hugepages",
            "hugepagesz",
            "ima_policy",
            "ip",
            "memmap",
            "modprobe.blacklist",
            "nameserver",
            "pci",
            "rd.break",
            "rd.dm.uuid",
            "rd.driver.blacklist",
            "rd.driver.post",
            "rd.driver.pre",
            "rd.luks.allow_discards",
            "rd.luks.key",
            "rd.luks.name",
            "rd.luks.partuuid",
            "rd.luks.uuid",
            "rd.lvm.lv",
            "rd.lvm.vg",
            "rd.md.uuid",
            "rd.route",
            "rd.systemd.mask",
            "rd.systemd.setenv",
            "rd.systemd.wants",
            "rd.znet",
            "systemd.mask",
            "systemd.setenv",
            "systemd.wants",
            "video");

    /** Words that recorded rules accept, as regular expressions: those of ComplianceAsCode's rules and of the guides behind them. */
    private static final Map<String, String> ACCEPTED = Map.of(
            "apparmor=1|security=apparmor", "grub2_enable_apparmor",
            "audit=1", "grub2_audit_argument",
            "init_on_alloc=1", "grub2_init_on_alloc_argument",
            "l1tf=full,force", "grub2_l1tf_argument",
            "mce=0", "grub2_mce_argument",
            "page_poison=1", "grub2_page_poison_argument",
            "pti=on", "grub2_pti_argument",
            "slub_debug=[A-Z]*P[A-Z]*", "grub2_slub_debug_argument",
            "spectre_v2=on", "grub2_spectre_v2_argument");

    /** What stands before {@code =}, as {@link CommandLineWord} writes it. */
    public String key() {
        return CommandLineWord.of(word).key();
    }

    /** Whether others of the same key may stand beside it, as more than one {@code console=} may. */
    public boolean collected() {
        return COLLECTED.contains(key());
    }

    /** Where it is kept on a node that writes it. */
    public String file() {
        return "/etc/default/grub.d/90-hallmark-" + word.replaceAll("[^A-Za-z0-9_.-]", "_") + ".cfg";
    }

    /** Whether nodes of this type can write it into their boot loader's configuration by a file of its own. */
    public static boolean writtenOn(NodeType node) {
        return node.updates() == Updates.PACKAGES && node.platform() == Platform.DEBIAN;
    }

    @Override
    public String name() {
        return "kernel parameter " + word;
    }

    @Override
    public List<String> ruleNames() {
        String text = CommandLineWord.of(word).text();
        return ACCEPTED.entrySet().stream()
                .filter(accepted -> text.matches(accepted.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public List<NodeState> states(NodeType node) {
        if (!writtenOn(node)) {
            return List.of();
        }
        return List.of(new NodeState.ManagedFile(
                file(),
                "0644",
                "# Written by Hallmark; changes are undone.\nGRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX " + word + "\"\n",
                UPDATE_GRUB));
    }

    @Override
    public List<NodeCheck> checks(NodeType node) {
        List<NodeCheck> checks = new ArrayList<>(Measure.super.checks(node));
        checks.add(NodeCheck.running(
                word + " on the command line",
                new Probe.ReadFile("/proc/cmdline"),
                collected() ? new Expectation.HasWord(word) : new Expectation.OnlyWord(CommandLineWord.of(word))));
        return checks;
    }
}
