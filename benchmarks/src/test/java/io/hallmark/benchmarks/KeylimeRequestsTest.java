package io.hallmark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a publication asks of a verifier: writes for what changed, one read a policy, a note with each write, and no more for more agents. */
class KeylimeRequestsTest {
    private static final int IMAGES = 12;

    @Test
    void writes_are_those_of_what_changed() throws Exception {
        try (Fleet fleet = new Fleet(IMAGES, 5)) {
            fleet.publish(fleet.state(0, ""));
            fleet.keylime().requests();
            for (int changed : new int[] {0, 1, 7, IMAGES}) {
                fleet.publish(fleet.state(changed, "kernel " + changed));

                SortedMap<String, Integer> expected = new TreeMap<>(Map.of(
                        "POST verify/evidence", 2,
                        "GET mbpolicies/", 1,
                        "GET mbpolicies/*", IMAGES + 2 * changed,
                        "GET agents/", 1,
                        "GET agents/?bulk=True", 1));
                if (changed > 0) {
                    // The policy and the note that says since when it is held.
                    expected.put("PUT mbpolicies/*", 2 * changed);
                }
                assertThat(fleet.keylime().requests()).as("%d changed", changed).isEqualTo(expected);
            }
        }
    }

    @Test
    void agents_cost_a_request_each_only_where_they_are_to_be_attested_again() throws Exception {
        for (int nodes : new int[] {1, 40}) {
            try (Fleet fleet = new Fleet(IMAGES, nodes)) {
                fleet.publish(fleet.state(0, ""));
                fleet.keylime().requests();
                fleet.keylime().agent(Fleet.node(3, 0), 7);
                fleet.keylime().agent(Fleet.node(8, 0), 7);

                assertThat(fleet.publish(fleet.state(0, ""))).hasSize(2);

                assertThat(fleet.keylime().requests())
                        .containsEntry("PUT agents/*/reactivate", 2)
                        .containsEntry("GET agents/?bulk=True", 1)
                        .doesNotContainKey("GET agents/*");
            }
        }
    }
}
