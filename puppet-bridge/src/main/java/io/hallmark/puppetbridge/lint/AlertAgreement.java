package io.hallmark.puppetbridge.lint;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.NetworkAlerts;
import io.hallmark.puppetbridge.profile.NetworkAlerts.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files that network alerts let pass against those that baselines approve: a file that no accepted set boots is one that
 * nodes have no reason to fetch. They are compared by name, since servers put files into folders of their own.
 */
public final class AlertAgreement {
    private AlertAgreement() {}

    /**
     * Where they disagree.
     *
     * @param baselines all of the repository
     */
    public static List<Finding> judge(HardeningProfile profile, List<BaselineDocument> baselines) {
        List<Finding> findings = new ArrayList<>();
        Set<String> approved = new TreeSet<>();
        baselines.forEach(baseline -> baseline.accepted()
                .forEach(set -> set.artifacts().forEach(artifact -> approved.add(fileName(artifact.origin())))));
        for (NetworkAlerts alerts : profile.all(NetworkAlerts.class)) {
            for (Optional<Serving> serving : List.of(alerts.tftp(), alerts.http())) {
                serving.ifPresent(given -> given.files().stream()
                        .filter(file -> !approved.contains(fileName(file)))
                        .forEach(file -> findings.add(Finding.warning(
                                alerts.name(),
                                file + " may be fetched, and no baseline has an artifact of that name: take it out, or"
                                        + " propose the baseline of what boots it"))));
            }
        }
        return findings;
    }

    private static String fileName(String path) {
        return path.replaceFirst("[?#].*$", "").replaceFirst(".*/", "");
    }
}
