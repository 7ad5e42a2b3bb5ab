package io.hallmark.puppetbridge.lint;

import io.hallmark.puppetbridge.node.AppliedIn;
import io.hallmark.puppetbridge.node.Platform;
import io.hallmark.puppetbridge.profile.AppArmorProfile;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Selinux;
import io.hallmark.puppetbridge.profile.Svirt;
import java.util.List;

/** One node has one system of mandatory access control. */
final class AccessControlRules implements Lint.Rule {
    @Override
    public void look(HardeningProfile profile, List<Finding> findings) {
        boolean appArmor = !profile.all(AppArmorProfile.class).isEmpty();
        boolean selinux = !profile.all(Selinux.class).isEmpty();
        if (appArmor && selinux) {
            findings.add(Finding.error("SELinux", "AppArmor and SELinux exclude each other on a node; keep one"));
        }
        if (appArmor && profile.node().platform() == Platform.REDHAT) {
            findings.add(Finding.error("apparmor", "kernels of platform redhat have no AppArmor; use 'selinux'"));
        }
        for (Svirt svirt : profile.all(Svirt.class)) {
            if (svirt.driver().equals("apparmor") ? !appArmor : !selinux) {
                findings.add(Finding.error(
                        svirt.name(),
                        "virtual machines can't be confined with " + svirt.driver()
                                + " on a node that the profile doesn't have"
                                + " it on; libvirt would refuse to start them"));
            }
        }
        profile.all(Selinux.class).stream()
                .filter(one -> !one.booleans().isEmpty() && profile.node().appliedIn() == AppliedIn.IMAGE_BUILD)
                .forEach(one -> findings.add(Finding.error(
                        one.name(),
                        "its booleans (" + String.join(", ", one.booleans().keySet())
                                + ") can be set only where a kernel runs with the policy, and the profile is applied while an image"
                                + " is built; set them in the policy package of the image")));
        profile.all(Selinux.class).stream()
                .filter(one -> !one.enforcing())
                .forEach(one -> findings.add(
                        Finding.warning(one.name(), "permissive logs and refuses nothing; it is for finding out")));
    }
}
