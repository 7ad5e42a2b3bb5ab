package io.hallmark.puppetbridge.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.lint.Finding.Severity;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Selinux;
import io.hallmark.puppetbridge.profile.VerityDevice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LintTest {
    private static final String HASH = "03c24de4e6cd8b41673498c78fe5eb5a47a05d56ad7ecef07a19c4241b1a663a";
    private static final String ARGUMENTS = "audit=1 init_on_alloc=1 page_poison=1 pti=on roothash=" + HASH
            + " systemd.verity_root_data=PARTLABEL=root systemd.verity_root_hash=PARTLABEL=root-verity";
    private static final String PLAIN = "role: a\nplatform: debian\nupdates: packages\n";

    private static List<CommandLine> booted(String arguments) {
        String text = """
                schema: hallmark/baseline/v1
                image: compute
                chain: pxe
                hardware: q35
                banks: [sha256]
                enforce: [8]
                accepted:
                  - source: {repository: "", commit: abc}
                    stages:
                      - linux: {kernel: kernel, cmdline: "vmlinuz %s"}
                    pcrs:
                      - {pcr: 8, sha256: %s}
                    artifacts:
                      - {name: kernel, origin: b, size: 3, digests: {sha256: %s}}
                    events:
                      - {pcr: 8, type: EV_IPL, from: computed, rule: x, sha256: %s}
                """.formatted(arguments, HASH, HASH, HASH);
        return List.of(CommandLines.of(BaselineDocument.read("q35.yaml", text.getBytes(StandardCharsets.UTF_8))));
    }

    private static List<String> errors(HardeningProfile profile) {
        return errors(Lint.of(profile));
    }

    private static List<String> errors(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(Finding::toString)
                .toList();
    }

    private static List<String> warnings(HardeningProfile profile) {
        return Lint.of(profile).stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .map(Finding::measure)
                .toList();
    }

    private static String compute(String from, String to) {
        String text = Roles.text(Roles.COMPUTE);
        assertThat(text).contains(from);
        return text.replace(from, to);
    }

    private static String controller(String from, String to) {
        String text = Roles.text(Roles.CONTROLLER);
        assertThat(text).contains(from);
        return text.replace(from, to);
    }

    @Test
    void the_example_roles_have_no_errors() {
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), booted(ARGUMENTS)))).isEmpty();
        assertThat(errors(Roles.of(Roles.CONTROLLER))).isEmpty();
        assertThat(warnings(Roles.of(Roles.CONTROLLER)))
                .containsExactly(
                        "mount /tmp",
                        "kernel parameter audit=1",
                        "kernel parameter slub_debug=FZP",
                        "boot loader password");
    }

    @Test
    void a_writable_file_system_has_its_guards_or_a_waiver() {
        assertThat(errors(Roles.read(compute(
                        "fstype: xfs, options: [rw, nodev, nosuid], waiver", "fstype: xfs, options: [rw], waiver"))))
                .isEmpty();
        String without = Roles.text(Roles.COMPUTE).replaceAll(", waiver: \"[^\"]*\"", "");
        assertThat(errors(Roles.read(without)))
                .containsExactly(
                        "error: mount /var/lib/nova: it is writable and lacks noexec: add them, make it read-only, or"
                                + " say why not with 'waiver'");
        assertThat(warnings(Roles.read(compute("size=2G]}", "size=2G], waiver: because}"))))
                .containsExactly("mount /tmp");
    }

    @Test
    void noexec_where_packages_keep_their_scripts_breaks_updates_on_the_node() {
        assertThat(errors(Roles.read(controller(
                        "ext4, options: [rw, nodev, nosuid]", "ext4, options: [rw, noexec, nodev, nosuid]"))))
                .singleElement()
                .asString()
                .startsWith("error: mount /var: noexec keeps the scripts of packages from running");
        assertThat(
                        errors(
                                Roles.read(
                                        controller(
                                                "  - {path: /home",
                                                "  - {path: /var/lib, device: a, fstype: ext4, options: [rw, noexec, nodev, nosuid]}\n  - {path: /home"))))
                .singleElement()
                .asString()
                .startsWith("error: mount /var/lib: noexec");
    }

    @Test
    void noexec_where_packages_keep_their_scripts_is_told_where_configuration_management_changes_packages() {
        String image = "role: a\nplatform: debian\nupdates: image\napplied-in: %s\nmounts:\n"
                + "  - {path: /var, device: LABEL=var, fstype: ext4, options: [rw, noexec, nodev, nosuid]}\n";
        HardeningProfile purges = Roles.read(image.formatted("node") + "packages: {absent: [vsftpd]}\n");
        assertThat(errors(purges)).isEmpty();
        assertThat(Lint.of(purges))
                .singleElement()
                .asString()
                .startsWith("warning: mount /var: noexec keeps the scripts of packages from running");
        assertThat(warnings(Roles.read(image.formatted("node") + "samhain: {paths: [/etc]}\n")))
                .containsExactly("mount /var");
        assertThat(warnings(Roles.read(image.formatted("image-build") + "packages: {absent: [vsftpd]}\n")))
                .isEmpty();
        assertThat(warnings(Roles.read(image.formatted("node") + "packages: {allowed: [bash]}\n")))
                .isEmpty();
    }

    @Test
    void a_read_only_root_can_not_be_configured_on_the_node() {
        assertThat(errors(Roles.read(compute("applied-in: image-build", "applied-in: node"))))
                .singleElement()
                .asString()
                .startsWith("error: mount /: it is read-only, and configuration management writes to /etc");
        String overlay = compute("applied-in: image-build", "applied-in: node")
                .replace(
                        "  - {path: /tmp,",
                        "  - {path: /etc, device: overlay, fstype: overlay, options: [rw, noexec, nodev, nosuid]}\n"
                                + "  - {path: /tmp,");
        assertThat(errors(Roles.read(overlay))).isEmpty();
        assertThat(errors(Roles.read(compute("updates: image", "updates: packages"))))
                .anySatisfy(error -> assertThat(error).contains("no package can be installed"));
    }

    @Test
    void what_verity_protects_is_read_only_also_where_no_row_says_so() {
        String root =
                "role: a\nplatform: debian\nupdates: packages\napplied-in: node\nboots: {image: compute, chains: [pxe]}\n"
                        + "sysctls: {kernel.kptr_restrict: \"2\"}\nverity:\n  - {target: root, root-hash: of-the-chain}\n";
        assertThat(errors(Roles.read(root)))
                .hasSize(2)
                .allSatisfy(error -> assertThat(error).startsWith("error: verity root: it is read-only"));
        assertThat(errors(Roles.read(root.replace("target: root", "target: usr"))))
                .singleElement()
                .asString()
                .startsWith("error: verity usr: it is read-only, so that no package can be installed");
        String etc =
                "mounts:\n  - {path: /etc, device: overlay, fstype: overlay, options: [rw, noexec, nodev, nosuid]}\n";
        assertThat(errors(Roles.read(
                        root.replace("updates: packages", "updates: image").replace("sysctls:", etc + "sysctls:"))))
                .isEmpty();
    }

    @Test
    void booleans_of_selinux_are_set_where_a_kernel_runs_with_the_policy() {
        String text = "role: edge\nplatform: redhat\nupdates: packages\napplied-in: %s\n"
                + "selinux: {mode: enforcing, policy: targeted, booleans: {virt_use_nfs: false}}\n";
        assertThat(errors(Roles.read(text.formatted("node")))).isEmpty();
        assertThat(errors(Roles.read(text.formatted("image-build"))))
                .containsExactly(
                        "error: SELinux: its booleans (virt_use_nfs) can be set only where a kernel runs with the policy, and"
                                + " the profile is applied while an image is built; set them in the policy package of the image");
    }

    @Test
    void a_file_system_keeps_the_module_that_mounts_it() {
        assertThat(errors(Roles.read(compute("[cramfs, udf, usb-storage]", "[squashfs]"))))
                .singleElement()
                .asString()
                .startsWith("error: disabled module squashfs: the file system at / is squashfs");
        assertThat(errors(Roles.read(compute("[cramfs, udf, usb-storage]", "[dm-verity]"))))
                .containsExactly("error: disabled module dm-verity: dm-verity needs it");
        String verity =
                "role: a\nplatform: debian\nupdates: image\napplied-in: image-build\nboots: {image: compute, chains: [pxe]}\n"
                        + "modules-disabled: [%s]\nverity:\n  - {target: root, root-hash: of-the-chain}\n";
        String mounts = " rootfstype=squashfs,cramfs mount.usrfstype=erofs";
        assertThat(errors(Lint.of(Roles.read(verity.formatted("squashfs, cramfs")), booted(ARGUMENTS + mounts))))
                .containsExactly(
                        "error: disabled module squashfs: the command line of chain pxe of image compute on q35 has"
                                + " 'rootfstype=squashfs,cramfs', and a node could not mount it; keep the module, and note the"
                                + " rule as waived",
                        "error: disabled module cramfs: the command line of chain pxe of image compute on q35 has"
                                + " 'rootfstype=squashfs,cramfs', and a node could not mount it; keep the module, and note the"
                                + " rule as waived");
        List<Finding> oneOfTwo = Lint.of(Roles.read(verity.formatted("squashfs")), booted(ARGUMENTS + mounts));
        assertThat(errors(oneOfTwo)).isEmpty();
        assertThat(oneOfTwo)
                .extracting(Finding::toString)
                .contains("warning: disabled module squashfs: the command line of chain pxe of image compute on q35 has"
                        + " 'rootfstype=squashfs,cramfs', and a node with that file system could not mount it; name the type"
                        + " that it has alone, or keep the module");
        assertThat(errors(Lint.of(Roles.read(verity.formatted("erofs")), booted(ARGUMENTS + mounts))))
                .singleElement()
                .asString()
                .contains("'mount.usrfstype=erofs'");
        assertThat(errors(Lint.of(Roles.read(verity.formatted("udf")), booted(ARGUMENTS + mounts))))
                .isEmpty();
        assertThat(warnings(Roles.read(PLAIN + "sysctls: {kernel.modules_disabled: \"1\"}\n")))
                .containsExactly("sysctl kernel.modules_disabled");
    }

    @Test
    void what_verity_protects_is_mounted_read_only() {
        assertThat(errors(Roles.read(compute(
                        "fstype: squashfs, options: [ro, nodev]", "fstype: ext4, options: [rw], waiver: because"))))
                .containsExactly(
                        "error: mount /: what dm-verity protects can't be written to; give it the option 'ro'");
        assertThat(errors(Roles.read(compute("[ro, nodev]", "[rw, noexec, nodev, nosuid]"))))
                .anySatisfy(error -> assertThat(error).contains("squashfs can't be written to"));
    }

    @Test
    void kernel_parameters_are_on_the_command_line_that_is_predicted() {
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), booted(ARGUMENTS.replace("audit=1", "audit=0")))))
                .containsExactly(
                        "error: kernel parameter audit=1: the command line of chain pxe of image compute on q35 has audit=0"
                                + " instead: it is measured, so change it in the image's description, not on the node, and"
                                + " propose the baseline anew");
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), booted(ARGUMENTS.replace("pti=on", "")))))
                .singleElement()
                .asString()
                .contains("has no pti=on");
        assertThat(errors(Roles.read(compute("boots: {image: compute, chains: [pxe]}\n", ""))))
                .hasSize(5)
                .allSatisfy(error -> assertThat(error).contains("add 'boots'"));
    }

    @Test
    void of_several_values_of_one_key_the_last_counts_so_that_there_must_be_one() {
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), booted(ARGUMENTS + " audit=0"))))
                .singleElement()
                .asString()
                .startsWith("error: kernel parameter audit=1: the command line of chain pxe of image compute on q35 has"
                        + " audit=1 and audit=0, of which the last one counts: it is measured");
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), booted("init-on-alloc=0 " + ARGUMENTS))))
                .singleElement()
                .asString()
                .contains("has init_on_alloc=0 and init_on_alloc=1");
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), booted(ARGUMENTS + " audit=1 pti=on"))))
                .isEmpty();
        String other = "roothash=11" + HASH.substring(2);
        for (String line : List.of(other + " " + ARGUMENTS, ARGUMENTS + " " + other)) {
            assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), booted(line))))
                    .singleElement()
                    .asString()
                    .startsWith("error: verity root: ")
                    .contains(other)
                    .contains("roothash=" + HASH)
                    .endsWith("of which the last one counts; leave one");
            assertThat(BootAgreement.withRootHashes(Roles.of(Roles.COMPUTE), booted(line))
                            .all(VerityDevice.class))
                    .allMatch(verity -> verity.rootHash().isEmpty());
        }
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), booted(ARGUMENTS + " systemd.verity_root_data=/dev/sdb"))))
                .singleElement()
                .asString()
                .contains("in place of 'systemd.verity_root_data=PARTLABEL=root' alone");
    }

    @Test
    void parameters_that_add_up_may_stand_beside_others() {
        String consoles = "role: a\nplatform: debian\nupdates: image\nboots: {image: compute, chains: [pxe]}\n"
                + "kernel-parameters: [console=tty0, \"console=ttyS0,115200\"]\n";
        assertThat(errors(Lint.of(Roles.read(consoles), booted("console=tty0 console=ttyS0,115200"))))
                .isEmpty();
        assertThat(errors(Lint.of(Roles.read(consoles), booted("console=tty0"))))
                .singleElement()
                .asString()
                .startsWith("error: kernel parameter console=ttyS0,115200:");
        String modules = consoles.replace("console=tty0", "modprobe.blacklist=firewire_core")
                .replace("console=ttyS0,115200", "rd.luks.uuid=a1");
        String both = "modprobe.blacklist=firewire_core modprobe.blacklist=pcspkr rd.luks.uuid=a1 rd.luks.uuid=b2";
        assertThat(errors(Lint.of(Roles.read(modules), booted(both)))).isEmpty();
    }

    @Test
    void of_parameters_that_do_not_add_up_one_alone_may_be_there() {
        String shell = "role: a\nplatform: debian\nupdates: image\nboots: {image: compute, chains: [pxe]}\n"
                + "kernel-parameters: [rd.shell=0]\n";
        assertThat(errors(Lint.of(Roles.read(shell), booted("rd.shell=0")))).isEmpty();
        assertThat(errors(Lint.of(Roles.read(shell), booted("rd.shell=0 rd.shell=1"))))
                .singleElement()
                .asString()
                .contains("has rd.shell=0 and rd.shell=1, of which the last one counts");
        assertThat(errors(Roles.read(PLAIN + "kernel-parameters: [audit=1, audit=0]\n")))
                .containsExactly(
                        "error: kernel parameter audit=1: audit=0 is asked for as well, and one alone counts; keep one",
                        "error: kernel parameter audit=0: audit=1 is asked for as well, and one alone counts; keep one");
    }

    @Test
    void what_a_node_writes_into_its_measured_boot_loader_was_compared_or_that_is_said() {
        assertThat(Lint.of(Roles.read(PLAIN + "kernel-parameters: [audit=1]\n")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .startsWith("warning: kernel parameter audit=1: ")
                        .contains("nobody has compared it with a baseline"));
        String boots = PLAIN + "boots: {image: compute, chains: [pxe]}\nkernel-parameters: [audit=1]\n";
        assertThat(Lint.of(Roles.read(boots), booted("audit=1"))).isEmpty();
        assertThat(errors(Lint.of(Roles.read(boots), booted("quiet"))))
                .singleElement()
                .asString()
                .contains("has no audit=1");
        assertThat(warnings(Roles.read(PLAIN + "boot-loader: {user: root, password-secret: grub}\n")))
                .containsExactly("boot loader password");
    }

    @Test
    void root_hash_and_devices_are_those_of_the_command_line() {
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), booted(ARGUMENTS.replaceAll("roothash=\\S+", "")))))
                .containsExactly(
                        "error: verity root: the command line of chain pxe of image compute on q35 has no 'roothash=…'");
        HardeningProfile other = Roles.read(compute("of-the-chain", "11" + HASH.substring(2)));
        assertThat(errors(Lint.of(other, booted(ARGUMENTS))))
                .singleElement()
                .asString()
                .contains("has root hash " + HASH);
        HardeningProfile same = Roles.read(compute("of-the-chain", HASH));
        assertThat(errors(Lint.of(same, booted(ARGUMENTS)))).isEmpty();
        assertThat(errors(Lint.of(same, booted(ARGUMENTS.replace("hash=PARTLABEL=root-verity", "hash=/dev/sdb")))))
                .singleElement()
                .asString()
                .contains(
                        "has systemd.verity_root_hash=/dev/sdb in place of 'systemd.verity_root_hash=PARTLABEL=root-verity'");
        assertThat(Lint.of(Roles.read(PLAIN + "boots: {image: compute, chains: [pxe]}\n"), booted(ARGUMENTS)))
                .extracting(Finding::measure)
                .containsExactly("verity");
    }

    @Test
    void a_root_hash_that_is_left_to_the_chain_is_checked_on_nodes_as_the_chain_has_it() {
        HardeningProfile bound = BootAgreement.withRootHashes(Roles.of(Roles.COMPUTE), booted(ARGUMENTS));
        assertThat(bound.all(VerityDevice.class))
                .singleElement()
                .satisfies(verity -> assertThat(verity.rootHash()).contains(HASH));
        assertThat(bound.checks())
                .anySatisfy(check -> assertThat(check.expectation().words())
                        .isEqualTo("it has 'roothash=" + HASH + "', and nothing else for roothash"));
    }

    @Test
    void root_hashes_that_are_left_to_chains_are_the_same_on_all_of_them() {
        HardeningProfile both = Roles.read(compute("chains: [pxe]", "chains: [pxe, disk]"));
        String other = "11" + HASH.substring(2);
        assertThat(errors(Lint.of(both, List.of(booted(ARGUMENTS).get(0), disk(ARGUMENTS)))))
                .isEmpty();
        assertThat(errors(Lint.of(both, List.of(booted(ARGUMENTS).get(0), disk(ARGUMENTS.replace(HASH, other))))))
                .containsExactly("error: verity root: its chains have root hashes " + HASH + " and " + other
                        + ", so that nodes can be held to none: have all of them boot the same file system, or give nodes that"
                        + " boot another one a role of their own");
    }

    private static CommandLine disk(String arguments) {
        return new CommandLine("chain disk", "disk", java.util.Optional.of(List.of(arguments.split(" ", -1))));
    }

    @Test
    void nothing_is_taken_for_agreed_that_nobody_could_compare() {
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), List.of())))
                .singleElement()
                .asString()
                .contains("nothing is known of chain pxe of image compute");
        CommandLine unknown = new CommandLine("chain pxe", "pxe", java.util.Optional.empty());
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), List.of(unknown))))
                .singleElement()
                .asString()
                .contains("is not known");
    }

    @Test
    void a_command_line_that_switches_access_control_off_is_found() {
        assertThat(errors(Lint.of(Roles.of(Roles.COMPUTE), booted(ARGUMENTS + " apparmor=0"))))
                .containsExactly(
                        "error: AppArmor: the command line of chain pxe of image compute on q35 has 'apparmor=0', which"
                                + " switches it off");
        HardeningProfile selinux = Roles.read("role: a\nplatform: redhat\nupdates: image\n"
                + "boots: {image: compute, chains: [pxe]}\nselinux: {mode: enforcing, policy: targeted}\n");
        assertThat(errors(Lint.of(selinux, booted("selinux=0 enforcing=0")))).hasSize(2);
        HardeningProfile permissive = selinux.with(List.of(new Selinux(false, "targeted", Map.of())));
        assertThat(errors(Lint.of(permissive, booted("enforcing=0")))).isEmpty();
        assertThat(errors(Lint.of(permissive, booted("selinux=0"))))
                .singleElement()
                .asString()
                .contains("has 'selinux=0', which switches it off");
    }

    @Test
    void one_node_has_one_system_of_access_control() {
        String both = controller("packages:\n", "selinux: {mode: enforcing, policy: targeted}\npackages:\n");
        assertThat(errors(Roles.read(both)))
                .containsExactly("error: SELinux: AppArmor and SELinux exclude each other on a node; keep one");
        assertThat(errors(Roles.read(compute("driver: apparmor", "driver: selinux"))))
                .singleElement()
                .asString()
                .startsWith("error: sVirt: virtual machines can't be confined with selinux");
        assertThat(errors(Roles.read(controller("platform: debian", "platform: redhat"))))
                .anySatisfy(error -> assertThat(error).contains("have no AppArmor"));
        assertThat(warnings(Roles.read("role: a\nplatform: redhat\nupdates: image\n"
                        + "selinux: {mode: permissive, policy: targeted}\n")))
                .containsExactly("SELinux");
    }

    @Test
    void packages_and_services_that_a_measure_needs_are_there() {
        assertThat(errors(Roles.read(controller("[telnet, talk]", "[samhain]"))))
                .containsExactly("error: Samhain: it needs package samhain, which is to be absent");
        assertThat(errors(Roles.read(controller("absent: [telnet, talk]", "allowed: [bash, samhain]"))))
                .containsExactly(
                        "error: AppArmor profile /usr/sbin/chronyd: it needs package apparmor, which is not on the"
                                + " allow-list; add it");
        assertThat(errors(Roles.read(controller("[telnet, talk]", "[telnet]\n  allowed: [telnet, apparmor, samhain]"))))
                .containsExactly(
                        "error: allow-list of packages: package telnet is to be absent as well; take it off one list");
        assertThat(errors(Roles.read(controller("cups.service: masked", "samhain.service: masked"))))
                .containsExactly("error: service samhain.service: it is masked, and Samhain needs it");
        assertThat(warnings(Roles.read(
                        PLAIN + "aide: {paths: [/etc], database: {url: \"https://a/b\", sha256: " + HASH + "}}\n")))
                .containsExactly("AIDE");
        assertThat(warnings(Roles.read(PLAIN + "aide: {paths: [/etc]}\n"))).isEmpty();
        assertThat(warnings(
                        Roles.read(PLAIN.replace("updates: packages", "updates: image") + "aide: {paths: [/etc]}\n")))
                .containsExactly("AIDE");
    }

    @Test
    void a_boot_loader_without_configuration_on_the_node_gets_no_password_there() {
        assertThat(errors(Roles.read(controller("updates: packages", "updates: image"))))
                .anySatisfy(error -> assertThat(error).startsWith("error: boot loader password:"));
        assertThat(errors(Roles.read("role: a\nplatform: redhat\nupdates: packages\nkernel-parameters: [audit=1]\n"
                        + "boot-loader: {user: admin, password-secret: grub}\n")))
                .hasSize(2);
    }
}
