package io.hallmark.puppetbridge.profile;

import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code hardening/<role>.yaml} of a baselines repository: the measures that every node of a role has.
 *
 * @param role of nodes, also the name of the file
 * @param node what its nodes are
 * @param boots what they boot, where that is known
 * @param measures in the order of the document's canonical form
 */
public record HardeningProfile(String role, NodeType node, Optional<BootedChains> boots, List<Measure> measures) {
    /** The folder of a baselines repository that profiles lie in. */
    public static final String FOLDER = "hardening";

    public HardeningProfile {
        measures = List.copyOf(measures);
    }

    /**
     * Reads the document.
     *
     * @param file name for messages
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static HardeningProfile read(String file, byte[] bytes) {
        return ProfileCodec.read(file, bytes);
    }

    /** The document in its canonical form. */
    public byte[] toYaml() {
        return ProfileCodec.write(this);
    }

    /** Where the profile of a role lies in the baselines repository. */
    public static String path(String role) {
        return FOLDER + "/" + role + ".yaml";
    }

    /** The measures of one kind, in order. */
    public <T extends Measure> List<T> all(Class<T> kind) {
        return measures.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What configuration management has to bring about, each state once: that of the measures, and what follows from all. */
    public List<NodeState> states() {
        Set<NodeState> states = ofMeasures();
        states.addAll(leftovers());
        return List.copyOf(states);
    }

    /** That nothing is left of measures which the profile had before. */
    public List<NodeState> leftovers() {
        return Leftovers.of(node, ofMeasures());
    }

    private Set<NodeState> ofMeasures() {
        Set<NodeState> states = new LinkedHashSet<>();
        measures.forEach(measure -> states.addAll(measure.states(node)));
        return states;
    }

    /** How to see on a node that it has all of it, each check once. */
    public List<NodeCheck> checks() {
        Set<NodeCheck> checks = new LinkedHashSet<>();
        measures.forEach(measure -> checks.addAll(measure.checks(node)));
        leftovers().forEach(state -> checks.addAll(state.checks(node.platform())));
        return List.copyOf(checks);
    }

    /** The same with other measures. */
    public HardeningProfile with(List<Measure> others) {
        return new HardeningProfile(role, node, boots, others);
    }
}
