package io.hallmark.puppetbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.KernelParameter;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.profile.Sysctl;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleTableTest {
    @Test
    void has_the_numbers_that_guides_give_a_rule() {
        Map<String, List<String>> tmp = rule("mount_option_tmp_noexec").references();
        assertThat(tmp).containsEntry("cis_debian12", List.of("1.1.2.1.4"));
        assertThat(tmp).containsEntry("stig_rhel9", List.of("RHEL-09-231130"));
        assertThat(tmp).containsEntry("anssi", List.of("R28"));
        assertThat(tmp).containsEntry("cce_rhel9", List.of("CCE-83885-4"));
        assertThat(tmp.get("nist_800_53")).contains("CM-7(a)", "MP-7");
        assertThat(rule("grub2_audit_argument").references())
                .containsEntry("stig_ubuntu2404", List.of("UBTU-24-102010"));
    }

    @Test
    void no_guide_has_a_rule_for_verity_so_that_its_mapping_is_marked_as_our_own() {
        assertThat(rule("hallmark_dm_verity").references()).containsOnlyKeys("nist_800_53");
        assertThat(rule("hallmark_dm_verity").ownMapping()).isTrue();
        assertThat(rule("mount_option_tmp_noexec").ownMapping()).isFalse();
    }

    @Test
    void measures_serve_the_rules_of_their_subject() {
        HardeningProfile compute = Roles.of(Roles.COMPUTE);
        Map<String, List<String>> rules = compute.measures().stream()
                .collect(Collectors.toMap(
                        Measure::name,
                        measure -> measure.rules().stream().map(Rule::name).toList()));
        assertThat(rules.get("mount /tmp"))
                .containsExactly(
                        "partition_for_tmp",
                        "mount_option_tmp_noexec",
                        "mount_option_tmp_nodev",
                        "mount_option_tmp_nosuid",
                        "mount_option_nodev_nonroot_local_partitions");
        assertThat(rules.get("sysctl net.ipv4.conf.all.rp_filter"))
                .containsExactly("sysctl_net_ipv4_conf_all_rp_filter");
        assertThat(rules.get("absent package tftpd-hpa")).containsExactly("package_tftp-server_removed");
        assertThat(rules.get("disabled module usb-storage")).containsExactly("kernel_module_usb-storage_disabled");
        assertThat(rules.get("kernel parameter audit=1")).containsExactly("grub2_audit_argument");
        assertThat(rules.get("verity root")).containsExactly("hallmark_dm_verity");
        assertThat(rules.get("AIDE")).contains("package_aide_installed", "aide_periodic_cron_checking");
        assertThat(rules.get("AppArmor profile /usr/sbin/chronyd")).contains("all_apparmor_profiles_enforced");
        assertThat(rules.get("AppArmor profile /usr/sbin/libvirtd")).doesNotContain("all_apparmor_profiles_enforced");
        assertThat(rules.get("mount /")).contains("hallmark_read_only_file_system");
    }

    @Test
    void a_value_that_violates_a_rule_carries_none() {
        Map<String, List<String>> sysctls = Map.of(
                "kernel.randomize_va_space", List.of("2", "0", "1"),
                "net.ipv4.ip_forward", List.of("0", "1"),
                "kernel.yama.ptrace_scope", List.of("1", "0"),
                "net.ipv4.conf.all.rp_filter", List.of("1", "0"),
                "kernel.dmesg_restrict", List.of("1", "0"));
        sysctls.forEach((key, values) -> {
            assertThat(rules(new Sysctl(key, values.get(0))))
                    .as(key)
                    .containsExactly("sysctl_" + key.replace('.', '_'));
            values.stream()
                    .skip(1)
                    .forEach(value -> assertThat(rules(new Sysctl(key, value)))
                            .as(key + value)
                            .isEmpty());
        });
        for (String good : List.of(
                "apparmor=1",
                "security=apparmor",
                "audit=1",
                "init-on-alloc=1",
                "page_poison=1",
                "pti=on",
                "slub_debug=FZP",
                "l1tf=full,force",
                "mce=0",
                "spectre_v2=on")) {
            assertThat(rules(new KernelParameter(good))).as(good).hasSize(1);
        }
        for (String bad : List.of(
                "apparmor=0",
                "security=selinux",
                "audit=0",
                "audit",
                "init_on_alloc=0",
                "page_poison=0",
                "pti=off",
                "slub_debug=F",
                "l1tf=off",
                "mce=off",
                "spectre_v2=off")) {
            assertThat(rules(new KernelParameter(bad))).as(bad).isEmpty();
        }
    }

    private static Rule rule(String name) {
        return RuleTable.recorded().find(name).orElseThrow();
    }

    private static List<String> rules(Measure measure) {
        return measure.rules().stream().map(Rule::name).toList();
    }
}
