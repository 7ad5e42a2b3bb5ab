package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.verifierbridge.keylime.client.NamedPolicies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the policies that belong to one target. All others on the verifier are other people's.
 *
 * @param prefix of them, without the dot that follows it
 */
record OwnNames(String prefix) {

    /** The name of a baseline's policy: {@code hallmark.compute.pxe.dell-r650}. */
    String of(BaselineDocument baseline) {
        return ofKey(AgentRules.key(baseline));
    }

    /** The same for {@code compute/pxe/dell-r650}. */
    String ofKey(String baseline) {
        return checked(prefix + "." + baseline.replace('/', '.'));
    }

    /** The name of the policy in a file: {@code hallmark.compute} for {@code runtime/compute.json}. */
    String ofFile(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return checked(prefix + "." + file.substring(0, file.lastIndexOf('.')));
    }

    boolean owns(String name) {
        return name.startsWith(prefix + ".");
    }

    /**
     * All baselines by their policies' names.
     *
     * @throws BaselinesException when two would have one name, since names may contain dots
     */
    Map<String, BaselineDocument> of(List<BaselineDocument> baselines) {
        Map<String, BaselineDocument> byName = new LinkedHashMap<>();
        for (BaselineDocument baseline : baselines) {
            BaselineDocument other = byName.put(of(baseline), baseline);
            if (other != null) {
                throw new BaselinesException("the baselines " + path(other) + " and " + path(baseline)
                        + " would both be the policy " + of(baseline) + " in Keylime: rename one without dots");
            }
        }
        return byName;
    }

    static String path(BaselineDocument baseline) {
        return BaselineDocument.path(baseline.image(), baseline.chain(), baseline.hardware());
    }

    private static String checked(String name) {
        if (!NamedPolicies.NAME.matcher(name).matches()) {
            throw new BaselinesException(
                    "'" + name + "' can't be the name of a policy in Keylime, which has at most 255"
                            + " letters, digits, '.', '_' and '-': shorten the names that it is made of");
        }
        return name;
    }
}
