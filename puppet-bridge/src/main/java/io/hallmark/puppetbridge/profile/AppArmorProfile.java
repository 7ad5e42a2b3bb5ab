package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.CanonicalYaml;
import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.Expectation;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mode of an AppArmor profile. {@code apparmor_parser} takes it from links in {@code /etc/apparmor.d/disable} and
 * {@code force-complain}; without either a profile is enforced, unless its own file has it complain by a flag. The file is its
 * package's, so that such a flag is found and left.
 *
 * @param profile as the kernel lists it: {@code /usr/sbin/chronyd}
 * @param file its name in {@code /etc/apparmor.d}
 */
public record AppArmorProfile(String profile, String file, Mode mode) implements Measure {

    /** What becomes of a violation. */
    public enum Mode {
        /** It is refused. */
        ENFORCE("enforce"),
        /** It is logged. */
        COMPLAIN("complain"),
        /** The profile is not loaded. */
        DISABLE("disable");

        private final String label;

        Mode(String label) {
            this.label = label;
        }

        /** The name in documents. */
        public String label() {
            return label;
        }
    }

    private static final String FOLDER = "/etc/apparmor.d/";

    static AppArmorProfile read(YamlValue value) {
        Fields fields = Fields.of(value, "an AppArmor profile", List.of("profile", "file", "mode"));
        String profile = Form.PROFILE_NAME.of(fields.required("profile"));
        String file = Form.PROFILE_FILE.of(fields.required("file"));
        Mode mode =
                Choice.read(fields.required("mode"), "mode of a profile", Arrays.asList(Mode.values()), Mode::label);
        fields.done();
        return new AppArmorProfile(profile, file, mode);
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("profile", profile);
        entry.put("file", file);
        entry.put("mode", mode.label());
        return new CanonicalYaml.Line(entry);
    }

    @Override
    public String name() {
        return "AppArmor profile " + profile;
    }

    @Override
    public List<String> ruleNames() {
        return switch (mode) {
            case ENFORCE ->
                List.of(
                        "package_apparmor_installed",
                        "apparmor_configured",
                        "all_apparmor_profiles_enforced",
                        "all_apparmor_profiles_in_enforce_complain_mode");
            case COMPLAIN ->
                List.of(
                        "package_apparmor_installed",
                        "apparmor_configured",
                        "all_apparmor_profiles_in_enforce_complain_mode");
            case DISABLE -> List.of();
        };
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of(
                new NodeState.PackageInstalled("apparmor"),
                link("disable", Mode.DISABLE),
                link("force-complain", Mode.COMPLAIN));
    }

    private NodeState link(String folder, Mode when) {
        Optional<String> target = mode == when ? Optional.of(FOLDER + file) : Optional.empty();
        return new NodeState.Link(FOLDER + folder + "/" + file, target, takeIn());
    }

    /**
     * What has the kernel follow the links. The service loads all profiles anew by them, and does nothing where AppArmor is
     * off; but one that was loaded before it was disabled it leaves loaded, and the parser unloads it.
     */
    private List<String> takeIn() {
        return mode == Mode.DISABLE
                ? List.of("apparmor_parser", "-R", FOLDER + file)
                : List.of("systemctl", "try-reload-or-restart", "apparmor.service");
    }

    @Override
    public List<NodeCheck> checks(NodeType node) {
        List<NodeCheck> checks = new ArrayList<>(Measure.super.checks(node));
        if (mode == Mode.ENFORCE) {
            checks.add(NodeCheck.configured(
                    "flags in " + FOLDER + file,
                    new Probe.ReadFile(FOLDER + file),
                    new Expectation.NoFlag(Mode.COMPLAIN.label())));
        }
        Probe loaded = new Probe.ReadFile("/sys/kernel/security/apparmor/profiles");
        if (mode == Mode.DISABLE) {
            for (Mode other : List.of(Mode.ENFORCE, Mode.COMPLAIN)) {
                checks.add(NodeCheck.running(
                        name() + " in the kernel",
                        loaded,
                        new Expectation.LacksLine(profile + " (" + other.label() + ")")));
            }
        } else {
            checks.add(NodeCheck.running(
                    name() + " in the kernel", loaded, new Expectation.HasLine(profile + " (" + mode.label() + ")")));
        }
        return checks;
    }
}
