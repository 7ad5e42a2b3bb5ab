package io.hallmark.puppetbridge.lint;

import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeState.Unit.Enablement;
import io.hallmark.puppetbridge.node.Updates;
import io.hallmark.puppetbridge.profile.AbsentPackage;
import io.hallmark.puppetbridge.profile.Aide;
import io.hallmark.puppetbridge.profile.AllowedPackages;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.profile.ServiceMeasure;
import java.util.List;

/** Packages and services that one measure needs and another forbids. */
final class PackageRules implements Lint.Rule {
    @Override
    public void look(HardeningProfile profile, List<Finding> findings) {
        List<String> absent = profile.all(AbsentPackage.class).stream()
                .map(AbsentPackage::packageName)
                .toList();
        for (AllowedPackages allowed : profile.all(AllowedPackages.class)) {
            absent.stream()
                    .filter(allowed.packages()::contains)
                    .forEach(name -> findings.add(Finding.error(
                            allowed.name(), "package " + name + " is to be absent as well; take it off one list")));
        }
        for (Measure measure : profile.measures()) {
            for (NodeState state : measure.states(profile.node())) {
                if (state instanceof NodeState.PackageInstalled needed) {
                    needs(profile, measure, needed.packageName(), absent, findings);
                }
                if (state instanceof NodeState.Unit unit && !(measure instanceof ServiceMeasure)) {
                    unit(profile, measure, unit, findings);
                }
            }
        }
        for (Aide aide : profile.all(Aide.class)) {
            if (aide.database().isPresent() && profile.node().updates() == Updates.PACKAGES) {
                findings.add(Finding.warning(
                        aide.name(),
                        "its database is of one build, and each update of a package on the node will differ from it; leave"
                                + " 'database' out where nodes install packages"));
            } else if (aide.database().isEmpty() && profile.node().updates() == Updates.IMAGE) {
                findings.add(Finding.warning(
                        aide.name(),
                        "each node makes its own database of what it finds when it first starts; have the build of the image make"
                                + " it ('hallmark rootfs --aide-db'), and name it with 'database'"));
            }
        }
    }

    private static void needs(
            HardeningProfile profile, Measure measure, String name, List<String> absent, List<Finding> findings) {
        if (absent.contains(name)) {
            findings.add(Finding.error(measure.name(), "it needs package " + name + ", which is to be absent"));
        }
        for (AllowedPackages allowed : profile.all(AllowedPackages.class)) {
            Finding finding = Finding.error(
                    measure.name(), "it needs package " + name + ", which is not on the allow-list; add it");
            if (!allowed.packages().contains(name) && !findings.contains(finding)) {
                findings.add(finding);
            }
        }
    }

    private static void unit(HardeningProfile profile, Measure measure, NodeState.Unit unit, List<Finding> findings) {
        for (ServiceMeasure service : profile.all(ServiceMeasure.class)) {
            if (service.unit().equals(unit.unit()) && service.enablement() != Enablement.ENABLED) {
                findings.add(Finding.error(
                        service.name(),
                        "it is " + service.enablement().label() + ", and " + measure.name() + " needs it"));
            }
        }
    }
}
