package io.hallmark.puppetbridge.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.puppetbridge.Roles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The JSON Schema that editors use and the reader must accept and refuse the same profiles. */
class HardeningSchemaTest {
    private static final String EVERYTHING = """
            schema: hallmark/hardening/v1
            role: sensor
            platform: redhat
            updates: packages
            applied-in: node
            boots: {image: sensor, chains: [pxe, disk]}
            mounts:
              - {path: /var, device: LABEL=var, fstype: xfs, options: [rw, nodev], waiver: because it is so, dump: 1, pass: 2}
            apparmor:
              - {profile: firefox, file: firefox, mode: disable}
            selinux: {mode: enforcing, policy: targeted, booleans: {virt_use_nfs: false}}
            svirt: {driver: selinux}
            packages: {absent: [telnet], allowed: [bash, "0ad"]}
            sysctls: {net.ipv4.tcp_rmem: "1 2 3"}
            modules-disabled: [cramfs]
            services: {a.service: masked, b.timer: enabled}
            kernel-parameters: [quiet, audit=1]
            verity:
              - {target: usr, root-hash: 03c24de4e6cd8b41673498c78fe5eb5a47a05d56ad7ecef07a19c4241b1a663a, salt: "00ff", data-device: /dev/sda1, hash-device: /dev/sda2}
            boot-loader: {user: root, password-secret: grub}
            aide: {paths: [/etc], excludes: [/etc/mtab], schedule: weekly, database: {url: "https://example.org/a.db", sha256: 03c24de4e6cd8b41673498c78fe5eb5a47a05d56ad7ecef07a19c4241b1a663a}}
            samhain: {paths: [/etc]}
            tripwire: {paths: [/etc]}
            wazuh: {group: nodes, paths: [/etc]}
            network-alerts: {engine: snort, revision: 1, dhcp-servers: [192.0.2.1], tftp: {servers: [192.0.2.1], files: [a.efi]}, http: {servers: [192.0.2.1], files: [/a]}}
            """;

    /** A change of the document that must be refused. */
    private record Case(String from, String to) {}

    private static final List<Case> CASES = List.of(
            new Case("role: sensor", "role: Sensor"),
            new Case("role: sensor\n", ""),
            new Case("hardening/v1", "hardening/v2"),
            new Case("platform: redhat", "platform: suse"),
            new Case("updates: packages\n", ""),
            new Case("updates: packages", "updates: hand"),
            new Case("applied-in: node", "applied-in: clouds"),
            new Case("chains: [pxe, disk]", "chains: []"),
            new Case("chains: [pxe, disk]", "chains: [pxe, pxe]"),
            new Case("image: sensor, ", ""),
            new Case("path: /var,", "path: var,"),
            new Case("path: /var,", "path: /var/,"),
            new Case("path: /var,", "path: /var/../etc,"),
            new Case("device: LABEL=var", "device: \"LABEL=a b\""),
            new Case("fstype: xfs", "fstype: XFS"),
            new Case("fstype: xfs, ", ""),
            new Case("[rw, nodev]", "[]"),
            new Case("[rw, nodev]", "[rw, rw]"),
            new Case("[rw, nodev]", "[rw, ro]"),
            new Case("[rw, nodev]", "[nodev, dev]"),
            new Case("[rw, nodev]", "[\"a,b\"]"),
            new Case("because it is so", "no"),
            new Case("dump: 1", "dump: 2"),
            new Case("pass: 2", "pass: 3"),
            new Case("profile: firefox", "profile: \"a b\""),
            new Case(", file: firefox", ", file: a/b"),
            new Case(", file: firefox", ", file: \"..\""),
            new Case(", file: firefox", ", file: ."),
            new Case("mode: disable", "mode: off"),
            new Case("mode: enforcing", "mode: disabled"),
            new Case("policy: targeted", "policy: Targeted"),
            new Case("virt_use_nfs: false", "virt-use: false"),
            new Case("virt_use_nfs: false", "virt_use_nfs: maybe"),
            new Case("driver: selinux", "driver: smack"),
            new Case("absent: [telnet]", "absent: [\"tel net\"]"),
            new Case("absent: [telnet]", "absent: [telnet, telnet]"),
            new Case("allowed: [bash, \"0ad\"]", "allowed: []"),
            new Case("absent:", "absend:"),
            new Case("net.ipv4.tcp_rmem", "rmem"),
            new Case("\"1 2 3\"", "\"1  2\""),
            new Case("modules-disabled: [cramfs]", "modules-disabled: [\"a b\"]"),
            new Case("a.service: masked", "a: masked"),
            new Case("a.service: masked", "a.service: gone"),
            new Case("[quiet, audit=1]", "[\"audit='1'\"]"),
            new Case("target: usr", "target: home"),
            new Case("root-hash: 03", "root-hash: 3"),
            new Case(", data-device: /dev/sda1", ""),
            new Case("salt: \"00ff\"", "salt: \"0ff\""),
            new Case("password-secret: grub", "password-secret: Grub"),
            new Case("user: root, ", ""),
            new Case("aide: {paths: [/etc]", "aide: {paths: []"),
            new Case("schedule: weekly", "schedule: yearly"),
            new Case("https://example.org", "http://example.org"),
            new Case("https://example.org", "https://a:b@example.org"),
            new Case("samhain: {paths: [/etc]}", "samhain: {path: [/etc]}"),
            new Case("tripwire: {paths: [/etc]}", "tripwire: {}"),
            new Case("group: nodes, ", ""),
            new Case("engine: snort", "engine: zeek"),
            new Case("revision: 1", "revision: 0"),
            new Case("dhcp-servers: [192.0.2.1]", "dhcp-servers: [192.0.2.256]"),
            new Case("dhcp-servers: [192.0.2.1]", "dhcp-servers: []"),
            new Case("files: [a.efi]", "files: [\"a;b\"]"),
            new Case("files: [/a]", "files: [a]"),
            new Case("network-alerts", "network-alarms"));

    /** What a schema can't express; the reader refuses it. */
    private static final List<Case> ONLY_THE_READER_REFUSES = List.of(
            new Case("  - {path: /var,", "  - {path: /var, device: a, fstype: b, options: [ro]}\n  - {path: /var,"),
            new Case("role: sensor", "role: &a sensor"));

    @TestFactory
    Stream<DynamicTest> both_accept_what_is_right() {
        return Stream.of(EVERYTHING, Roles.text(Roles.COMPUTE), Roles.text(Roles.CONTROLLER))
                .map(text -> dynamicTest(text.lines().skip(1).findFirst().orElseThrow(), () -> {
                    assertThat(schemaErrors(text)).isEmpty();
                    assertThat(readerError(text)).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> both_refuse_a_profile_in_which_one_thing_is_wrong() {
        return CASES.stream()
                .map(c -> dynamicTest(c.from() + " → " + c.to(), () -> {
                    assertThat(readerError(wrong(c))).as("reader").isNotEmpty();
                    assertThat(schemaErrors(wrong(c))).as("schema").isNotEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_reader_alone_refuses_what_a_schema_can_not_express() {
        return ONLY_THE_READER_REFUSES.stream()
                .map(c -> dynamicTest(c.from() + " → " + c.to(), () -> {
                    assertThat(readerError(wrong(c))).as("reader").isNotEmpty();
                    assertThat(schemaErrors(wrong(c))).as("schema").isEmpty();
                }));
    }

    private static String wrong(Case one) {
        assertThat(EVERYTHING).contains(one.from());
        int at = EVERYTHING.indexOf(one.from());
        return EVERYTHING.substring(0, at)
                + one.to()
                + EVERYTHING.substring(at + one.from().length());
    }

    private static Optional<String> readerError(String text) {
        try {
            Roles.read(text);
            return Optional.empty();
        } catch (BaselinesException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static List<?> schemaErrors(String text) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema(), InputFormat.JSON);
        Object value = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return schema.validate(CanonicalJson.write(value), InputFormat.JSON);
    }

    private static String schema() throws IOException {
        try (InputStream in =
                HardeningProfile.class.getResourceAsStream("/io/hallmark/puppetbridge/schema/hardening.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
