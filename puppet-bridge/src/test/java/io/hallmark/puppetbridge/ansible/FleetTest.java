package io.hallmark.puppetbridge.ansible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class FleetTest {
    private static final String GOOD =
            "schema: hallmark/fleet/v1\nroles:\n  compute: [node2.test, node1.test]\n  edge: [192.0.2.7]\n";

    @Test
    void hosts_have_the_role_that_they_stand_under() {
        assertThat(accepted(GOOD)).isTrue();
        Fleet fleet = read(GOOD);
        assertThat(fleet.hosts("compute")).containsExactly("node1.test", "node2.test");
        assertThat(fleet.hosts("edge")).containsExactly("192.0.2.7");
        assertThat(fleet.hosts("none")).isEmpty();
    }

    @Test
    void an_inventory_has_the_hosts_of_one_role_in_one_group() {
        byte[] inventory = Fleet.inventory("hallmark_compute", new TreeSet<>(List.of("node2.test", "node1.test")));
        assertThat(new String(inventory, StandardCharsets.UTF_8)).isEqualTo("""
                all:
                  children:
                    hallmark_compute:
                      hosts:
                        node1.test: {}
                        node2.test: {}
                """);
    }

    /** The JSON Schema that editors use and the reader refuse the same documents. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "schema: hallmark/fleet/v2\nroles: {}\n",
                "schema: hallmark/fleet/v1\n",
                "roles: {Compute: []}\n",
                "roles: {compute: node1.test}\n",
                "roles: {compute: ['node[1:9].test']}\n",
                "roles: {compute: ['-oProxyCommand=x']}\n",
                "roles: {compute: ['a b']}\n",
                "roles: {}\nhosts: {}\n"
            })
    void a_document_of_another_form_is_refused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("fleet.yaml:");
        assertThat(accepted(text)).isFalse();
    }

    @Test
    void a_host_with_two_roles_is_refused_since_their_profiles_would_undo_each_other() {
        assertThatThrownBy(() -> read("roles: {a: [node1.test], b: [node1.test]}\n"))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("'node1.test' has role 'a' already");
    }

    private static Fleet read(String text) {
        return Fleet.read("fleet.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean accepted(String text) {
        try (InputStream in = Fleet.class.getResourceAsStream("/io/hallmark/puppetbridge/schema/fleet.schema.json")) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
            Object value = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            return schema.validate(CanonicalJson.write(value), InputFormat.JSON).isEmpty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
