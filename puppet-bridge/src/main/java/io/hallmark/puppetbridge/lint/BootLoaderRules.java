package io.hallmark.puppetbridge.lint;

import io.hallmark.puppetbridge.node.Platform;
import io.hallmark.puppetbridge.node.Updates;
import io.hallmark.puppetbridge.profile.BootLoaderPassword;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.KernelParameter;
import io.hallmark.puppetbridge.profile.Mount;
import io.hallmark.puppetbridge.profile.VerityDevice;
import java.util.List;

/** What only a boot loader's configuration or an image can bring. */
final class BootLoaderRules implements Lint.Rule {
    @Override
    public void look(HardeningProfile profile, List<Finding> findings) {
        boolean byImage = profile.node().updates() == Updates.IMAGE;
        boolean redhat = profile.node().platform() == Platform.REDHAT;
        List<KernelParameter> parameters = profile.all(KernelParameter.class);
        parameters.forEach(parameter -> twice(parameter, parameters, findings));
        for (KernelParameter parameter : parameters) {
            if (byImage && profile.boots().isEmpty()) {
                findings.add(
                        Finding.error(
                                parameter.name(),
                                "the command line belongs to the image, and the profile doesn't say which its nodes boot; add 'boots'"));
            } else if (!byImage && redhat && profile.boots().isEmpty()) {
                findings.add(Finding.error(
                        parameter.name(),
                        "no file of its own brings it to nodes of platform redhat; build it into their image and name that with"
                                + " 'boots'"));
            } else if (profile.boots().isEmpty()) {
                findings.add(
                        Finding.warning(
                                parameter.name(),
                                "nodes write it into their command line, which is measured, and nobody has compared it with a baseline: where"
                                        + " they are attested, name with 'boots' what they boot, and have it on the command line there"));
            }
        }
        for (VerityDevice verity : profile.all(VerityDevice.class)) {
            if (profile.boots().isEmpty()) {
                findings.add(Finding.error(
                        verity.name(),
                        "its root hash comes with the command line, and the profile doesn't say what its nodes boot; add"
                                + " 'boots'"));
            }
            MountRules.under(profile.all(Mount.class), verity.mountPath())
                    .filter(mount -> !mount.readOnly())
                    .ifPresent(mount -> findings.add(Finding.error(
                            mount.name(), "what dm-verity protects can't be written to; give it the option 'ro'")));
        }
        for (BootLoaderPassword password : profile.all(BootLoaderPassword.class)) {
            if (byImage) {
                findings.add(Finding.error(
                        password.name(),
                        "nodes that boot images have no configuration of GRUB of their own; set the password where the image's"
                                + " grub.cfg is made, which is measured"));
            } else {
                findings.add(
                        Finding.warning(
                                password.name(),
                                "nodes write it into GRUB's configuration, which is measured, and no baseline is compared with that: where"
                                        + " they are attested, propose their baselines from what they have once it is applied"));
            }
            if (redhat && !password.user().equals("root")) {
                findings.add(Finding.error(
                        password.name(), "the superuser of GRUB is 'root' on platform redhat; write 'user: root'"));
            }
        }
    }

    private static void twice(KernelParameter parameter, List<KernelParameter> all, List<Finding> findings) {
        all.stream()
                .filter(other -> !other.equals(parameter) && !parameter.collected())
                .filter(other -> other.key().equals(parameter.key()))
                .forEach(other -> findings.add(Finding.error(
                        parameter.name(), other.word() + " is asked for as well, and one alone counts; keep one")));
    }
}
