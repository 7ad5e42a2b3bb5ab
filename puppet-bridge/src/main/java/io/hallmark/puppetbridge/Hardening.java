package io.hallmark.puppetbridge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.puppetbridge.lint.AlertAgreement;
import io.hallmark.puppetbridge.lint.BootAgreement;
import io.hallmark.puppetbridge.lint.CommandLine;
import io.hallmark.puppetbridge.lint.CommandLines;
import io.hallmark.puppetbridge.lint.Finding;
import io.hallmark.puppetbridge.lint.Lint;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.NetworkAlerts;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.puppetbridge.render.Rendering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The hardening profiles of a baselines repository. */
public final class Hardening {
    private final RepositoryFiles files;

    private Hardening(RepositoryFiles files) {
        this.files = files;
    }

    /** @param files of one state of the repository */
    public static Hardening of(RepositoryFiles files) {
        return new Hardening(files);
    }

    /** The roles that have a profile, sorted. */
    public List<String> roles() {
        return files.list(HardeningProfile.FOLDER).stream()
                .filter(path -> path.endsWith(".yaml") && path.equals(HardeningProfile.path(role(path))))
                .map(Hardening::role)
                .toList();
    }

    private static String role(String path) {
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".yaml".length());
    }

    /**
     * The profile of a role, and what lint has to say of it and of the command lines in the baselines of its image.
     *
     * @throws BaselinesException when there is none, or it can't be read
     */
    public RoleProfile profile(String role) {
        List<String> known = roles();
        if (!known.contains(role)) {
            throw new BaselinesException(
                    known.isEmpty()
                            ? "there are no hardening profiles in " + files.describe() + "; add "
                                    + HardeningProfile.FOLDER + "/<role>.yaml"
                            : Fields.unknown("role", role, files.describe(), known));
        }
        String path = HardeningProfile.path(role);
        byte[] bytes = files.require(path);
        HardeningProfile read = HardeningProfile.read(path, bytes);
        List<CommandLine> commandLines = commandLines(read);
        List<Finding> findings = new ArrayList<>(Lint.of(read, commandLines));
        if (!read.all(NetworkAlerts.class).isEmpty()) {
            findings.addAll(AlertAgreement.judge(read, baselines("baselines")));
        }
        if (!read.role().equals(role)) {
            findings.add(new Finding(
                    Finding.Severity.ERROR,
                    "role",
                    "the profile is of role '" + read.role() + "': it must lie at "
                            + HardeningProfile.path(read.role())));
        }
        return new RoleProfile(BootAgreement.withRootHashes(read, commandLines), findings);
    }

    /**
     * What is wrong with the profiles, one line each: those that can't be read, those that are not in canonical form, and
     * errors of lint. Warnings are added to {@code notes}.
     */
    public List<String> check(List<String> notes) {
        List<String> wrong = new ArrayList<>();
        for (String role : roles()) {
            String path = HardeningProfile.path(role);
            try {
                for (Finding finding : profile(role).findings()) {
                    List<String> to = finding.severity() == Finding.Severity.ERROR ? wrong : notes;
                    to.add(path + ": " + finding.measure() + ": " + finding.reason());
                }
                byte[] bytes = files.require(path);
                if (!Arrays.equals(bytes, HardeningProfile.read(path, bytes).toYaml())) {
                    notes.add(
                            path
                                    + ": not in the canonical form: its fields, or what is in them, stand in another order or with other quotes");
                }
            } catch (BaselinesException e) {
                wrong.add(e.getMessage());
            }
        }
        return wrong;
    }

    /**
     * Profiles as a tool takes them.
     *
     * @param roles which; all when empty
     * @throws BaselinesException when lint finds an error in one of them, or the tool can't express a measure
     */
    public RenderedFiles render(Rendering rendering, Origin origin, List<String> roles) {
        SortedMap<String, Content> rendered = new TreeMap<>();
        for (String role : roles.isEmpty() ? roles() : roles) {
            RoleProfile profile = profile(role);
            if (!profile.errors().isEmpty()) {
                throw new BaselinesException(HardeningProfile.path(role) + " is not rendered: "
                        + String.join(
                                "; ",
                                profile.errors().stream().map(Finding::toString).toList()));
            }
            rendered.putAll(rendering.render(profile.profile(), origin).files());
        }
        return new RenderedFiles(rendered);
    }

    private List<CommandLine> commandLines(HardeningProfile profile) {
        List<CommandLine> lines = new ArrayList<>();
        profile.boots().ifPresent(boots -> {
            for (String chain : boots.chains()) {
                baselines("baselines/" + boots.image() + "/" + chain)
                        .forEach(baseline -> lines.add(CommandLines.of(baseline)));
            }
        });
        return lines;
    }

    private List<BaselineDocument> baselines(String folder) {
        return files.list(folder).stream()
                .filter(path -> path.endsWith(".yaml"))
                .map(path -> BaselineDocument.read(path, files.require(path)))
                .toList();
    }
}
