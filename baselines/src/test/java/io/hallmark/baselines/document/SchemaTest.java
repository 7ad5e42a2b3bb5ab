package io.hallmark.baselines.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.chain.StageField;
import io.hallmark.measuredboot.chain.StageKind;
import io.hallmark.measuredboot.chain.StageKinds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The JSON Schemas that editors use and the readers must accept and refuse the same documents. */
class SchemaTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String SHA256 = "03c24de4e6cd8b41673498c78fe5eb5a47a05d56ad7ecef07a19c4241b1a663a";

    private static final String IMAGE = """
            image: compute
            artifacts:
              kernel: boot/vmlinuz
              remote: {url: "https://example.org/x", sha256: %s}
              built: {output: out/x.img}
              far: {digests: far.yaml, file: x}
            verity:
              rootfs: {image: {output: out/rootfs.img}, seed: compute}
              usr: {image: usr.img, salt: "00ff", data-blocks: 12}
            chains:
              pxe:
                hardware: [q35]
                gpt: kernel
                stages:
                  - ipxe: {version: "1.21.1"}
                  - linux: {kernel: kernel, initrd: [kernel], cmdline: quiet}
            """.formatted(SHA256);
    private static final String SETTINGS =
            "banks: [sha256]\nenforce: [0, 23]\nroll-out: {mixes: none, max-sets: 64, retire-after: 14d}\n"
                    + "approvals: {needed: 2, approvers: {alice: [approvers/alice.asc], bob: [ssh-ed25519 AAAA]},"
                    + " proposers: {build: [approvers/build.pub]}, paths: [{pattern: hardware/*, needed: 1}]}\n"
                    + "secure-boot: required\n"
                    + "targets: {keylime: {kind: keylime, required: false, url: \"https://verifier:8881\", credentials: a}}\n";
    private static final String PROFILE = """
            schema: hallmark/profile/v1
            name: q35
            match: {product: [a, b], manufacturer: QEMU}
            logs: [eventlog.bin]
            pending:
              - {append-dbx: dbx.bin}
              - {append-db: db.bin, append-kek: kek.bin, sbat-level: sbat.csv}
            booted:
              chain: pxe
              stages:
                - efi: {image: a}
              artifacts:
                - name: a
                  origin: b
                  size: 3
                  digests: {sha256: %2$s}
                  authenticode: {sha256: %1$s}
                  signers:
                    - {subject: CN=a, issuer: CN=b, sha256: %1$s, issuers: [{subject: CN=b, issuer: CN=c, sha256: %1$s}]}
                  text: abc
            """.formatted(SHA256, SHA256_OF_ABC);
    private static final String DIGESTS =
            "schema: hallmark/digests/v1\nfiles:\n  - {name: a, size: 0, digests: {sha256: " + SHA256
                    + "}, notes: [x]}\n";
    private static final String BASELINE = """
            schema: hallmark/baseline/v1
            image: compute
            chain: pxe
            hardware: q35
            banks: [sha256]
            enforce: [4, 9]
            accepted:
              - source: {repository: "", commit: abc}
                stages:
                  - efi: {image: a}
                pcrs:
                  - {pcr: 4, sha256: %1$s, not-enforced: because}
                artifacts:
                  - {name: a, origin: b, size: 3, digests: {sha256: %1$s}}
                events:
                  - {pcr: 4, type: EV_IPL, from: computed, rule: x, artifacts: [a], sha256: %1$s}
                  - {pcr: none, type: "0x00008401", from: copied, event: 3, data: AAAA}
                  - {pcr: 9, type: EV_IPL, from: assumed, reason: why, varies: yes it does, template: t}
            """.formatted(SHA256);
    private static final String RESPONSE =
            "schema: hallmark/response/v1\non-failure: {quarantine: true, reprovision: {attempts: 3}, notify: [ops]}\n";

    private static final String RECEIPT = """
            schema: hallmark/receipt/v1
            target: keylime
            kind: keylime
            commit: 0123456789abcdef0123456789abcdef01234567
            published: "2026-11-25T11:08:39Z"
            items:
              - {name: a, action: create, sha256: %s, reply: ok}
              - {name: b, action: remove}
            refused: [c]
            words: [all well]
            """.formatted(SHA256);

    private static final String EVIDENCE = """
            schema: hallmark/evidence/v1
            observations:
              - {node: n1, image: compute, chain: pxe, hardware: q35, set: %s, seen: "2026-11-25T11:08:39Z", from: a}
            """.formatted(SHA256);

    /** A document, and a change of it that must be refused. */
    private record Case(String schema, String document, String from, String to) {}

    private static final List<Case> CASES = List.of(
            new Case("image", IMAGE, "image: compute", "image: Compute"),
            new Case("image", IMAGE, "image: compute\n", ""),
            new Case("image", IMAGE, "boot/vmlinuz", "/boot/vmlinuz"),
            new Case("image", IMAGE, "boot/vmlinuz", "../vmlinuz"),
            new Case("image", IMAGE, "boot/vmlinuz", "boot/./vmlinuz"),
            new Case("image", IMAGE, "https://", "ftp://"),
            new Case("image", IMAGE, ", sha256: " + SHA256, ""),
            new Case("image", IMAGE, "sha256: 03", "sha256: XX"),
            new Case("image", IMAGE, "hardware: [q35]", "hardware: []"),
            new Case("image", IMAGE, "- ipxe:", "- ipex:"),
            new Case("image", IMAGE, "{kernel: kernel, ", "{"),
            new Case("image", IMAGE, "cmdline: quiet", "command: quiet"),
            new Case("image", IMAGE, "initrd: [kernel]", "initrd: kernel"),
            new Case("image", IMAGE, "hardware: [q35]", "hardware: [q35, q35]"),
            new Case("image", IMAGE, "  kernel: boot", "  Kernel: boot"),
            new Case("image", IMAGE, "pxe:", "a/b:"),
            new Case("image", IMAGE, "boot/vmlinuz", "'boot\\vmlinuz'"),
            new Case("image", IMAGE, "{output: out/x.img}", "{output: out/x.img, digests: far.yaml}"),
            new Case("image", IMAGE, "{output: out/x.img}", "{file: x}"),
            new Case("image", IMAGE, "gpt: kernel", "gbt: kernel"),
            new Case("image", IMAGE, "- ipxe: {version: \"1.21.1\"}", "- multiboot: {kernel: kernel}"),
            new Case("image", IMAGE, "- ipxe: {version: \"1.21.1\"}", "- {ipxe: {}, shim: {image: kernel}}"),
            new Case("image", IMAGE, ", seed: compute", ""),
            new Case("image", IMAGE, "seed: compute", "seed: compute, salt: '00'"),
            new Case("image", IMAGE, "00ff", "00f"),
            new Case("image", IMAGE, "data-blocks: 12", "data-blocks: some"),
            new Case("image", IMAGE, "{image: usr.img", "{image: {digests: far.yaml}"),
            new Case("image", IMAGE, "rootfs:", "Rootfs:"),
            new Case("settings", SETTINGS, "[sha256]", "[sm3_256]"),
            new Case("settings", SETTINGS, "[sha256]", "[]"),
            new Case("settings", SETTINGS, "[sha256]", "[sha256, sha256]"),
            new Case("settings", SETTINGS, "[0, 23]", "[]"),
            new Case("settings", SETTINGS, "[0, 23]", "[0, 0]"),
            new Case("settings", SETTINGS, "[0, 23]", "0"),
            new Case("settings", SETTINGS, "23]", "24]"),
            new Case("settings", SETTINGS, "max-sets: 64", "max-sets: 0"),
            new Case("settings", SETTINGS, "mixes: none", "mixes: some"),
            new Case("settings", SETTINGS, "14d", "14"),
            new Case("settings", SETTINGS, "roll-out", "rollout"),
            new Case("settings", SETTINGS, "secure-boot: required", "secure-boot: yes-please"),
            new Case("settings", SETTINGS, "kind: keylime, ", ""),
            new Case("settings", SETTINGS, "kind: keylime", "kind: Keylime"),
            new Case("settings", SETTINGS, "{keylime:", "{Keylime:"),
            new Case("settings", SETTINGS, "required: false", "required: 5"),
            new Case("settings", SETTINGS, "needed: 2", "needed: 0"),
            new Case("settings", SETTINGS, "needed: 2", "needed: 17"),
            new Case("settings", SETTINGS, "needed: 2", "neded: 2"),
            new Case("settings", SETTINGS, "alice: [", "Alice: ["),
            new Case("settings", SETTINGS, "[approvers/alice.asc]", "[]"),
            new Case("settings", SETTINGS, "[approvers/alice.asc]", "approvers/alice.asc"),
            new Case("settings", SETTINGS, "[approvers/alice.asc]", "[approvers/a, approvers/a]"),
            new Case("settings", SETTINGS, "approvers/alice.asc", "alice.asc"),
            new Case("settings", SETTINGS, "approvers/alice.asc", "approvers/../alice.asc"),
            new Case("settings", SETTINGS, "approvers/build.pub", "approvers/"),
            new Case("settings", SETTINGS, "{alice: [approvers/alice.asc], bob: [ssh-ed25519 AAAA]}", "{}"),
            new Case("settings", SETTINGS, "approvers: {alice", "approver: {alice"),
            new Case("settings", SETTINGS, "hardware/*", "/hardware/*"),
            new Case("settings", SETTINGS, "hardware/*", "hardware/"),
            new Case("settings", SETTINGS, ", needed: 1}]", "}]"),
            new Case("profile", PROFILE, "name: q35", "name: Q35"),
            new Case("profile", PROFILE, "[eventlog.bin]", "[]"),
            new Case("profile", PROFILE, "[eventlog.bin]", "[../eventlog.bin]"),
            new Case("profile", PROFILE, "{append-dbx: dbx.bin}", "{}"),
            new Case("profile", PROFILE, "append-dbx", "replace-dbx"),
            new Case("profile", PROFILE, "append-dbx: dbx.bin", "append-dbx: ../dbx.bin"),
            new Case("profile", PROFILE, "issuer: CN=c, ", ""),
            new Case("profile", PROFILE, "issuers: [{subject", "issuers: [{name"),
            new Case("profile", PROFILE, "product:", "prodcut:"),
            new Case("profile", PROFILE, "[eventlog.bin]", "[a, a]"),
            new Case("profile", PROFILE, "product: [a, b]", "product: []"),
            new Case("profile", PROFILE, "text: abc", "text: abc\n      base64: YWJj"),
            new Case("profile", PROFILE, "- name: a", "- name: A"),
            new Case("profile", PROFILE, "profile/v1", "profile/v2"),
            new Case("profile", PROFILE, "size: 3", "size: -3"),
            new Case("digests", DIGESTS, "digests: {sha256: 03", "digests: {sha256: 0"),
            new Case("digests", DIGESTS, "size: 0", "size: some"),
            new Case("digests", DIGESTS, "{sha256: " + SHA256 + "}", "{}"),
            new Case("digests", DIGESTS, "{sha256: " + SHA256 + "}", "{sha1: " + SHA256.substring(0, 40) + "}"),
            new Case("digests", DIGESTS, "files:", "filez:"),
            new Case("baseline", BASELINE, "from: computed", "from: guessed"),
            new Case("baseline", BASELINE, "rule: x, ", ""),
            new Case("baseline", BASELINE, "event: 3, ", ""),
            new Case("baseline", BASELINE, "reason: why, ", ""),
            new Case("baseline", BASELINE, "event: 3", "event: 3, rule: y"),
            new Case("baseline", BASELINE, "type: EV_IPL, from: assumed", "type: IPL, from: assumed"),
            new Case("baseline", BASELINE, "pcr: 9", "pcr: 70000"),
            new Case("baseline", BASELINE, "- {pcr: 4, sha256", "- {pcr: 24, sha256"),
            new Case("baseline", BASELINE, "hardware: q35\n", ""),
            new Case("baseline", BASELINE, "banks: [sha256]\n", ""),
            new Case("baseline", BASELINE, "enforce: [4, 9]\n", ""),
            new Case("baseline", BASELINE, "enforce: [4, 9]", "enforce: [4, 4]"),
            new Case("baseline", BASELINE, "varies: yes it does, ", ""),
            new Case("baseline", BASELINE, "0x00008401", "0x8401"),
            new Case("response", RESPONSE, "attempts: 3", "attempts: 11"),
            new Case("response", RESPONSE, "quarantine: true", "quarantine: maybe"),
            new Case("response", RESPONSE, "notify: [ops]", "notfy: [ops]"),
            new Case("settings", SETTINGS, "required: false", "attempts: 0"),
            new Case("settings", SETTINGS, "required: false", "attempts: 51"),
            new Case("receipt", RECEIPT, "commit: 0", "commit: X"),
            new Case("receipt", RECEIPT, "commit: 01", "commit: 1"),
            new Case("receipt", RECEIPT, "11:08:39Z", "11:08Z"),
            new Case("receipt", RECEIPT, "11:08:39Z", "11:08:39+01:00"),
            new Case("receipt", RECEIPT, "action: create", "action: refused"),
            new Case("receipt", RECEIPT, "action: create, ", ""),
            new Case("receipt", RECEIPT, "sha256: 03", "sha256: 3"),
            new Case("receipt", RECEIPT, "refused: [c]", "refused: c"),
            new Case("receipt", RECEIPT, "target: keylime\n", ""),
            new Case("receipt", RECEIPT, "target: keylime", "target: a/b"),
            new Case("receipt", RECEIPT, "items:", "itmes:"),
            new Case("receipt", RECEIPT, "words: [all well]", "words: all well"),
            new Case("evidence", EVIDENCE, "node: n1, ", ""),
            new Case("evidence", EVIDENCE, "chain: pxe", "chain: PXE"),
            new Case("evidence", EVIDENCE, "set: 03", "set: 3"),
            new Case("evidence", EVIDENCE, "11:08:39Z", "11:08:39.5Z"),
            new Case("evidence", EVIDENCE, ", from: a", ""),
            new Case("evidence", EVIDENCE, "observations:", "observation:"));

    /** What a schema can't express; the reader refuses it. */
    private static final List<Case> ONLY_THE_READER_REFUSES = List.of(
            new Case("receipt", RECEIPT, "2026-11-25", "2026-13-25"),
            new Case("receipt", RECEIPT, "{name: b", "{name: a"),
            new Case("image", IMAGE, "gpt: kernel", "gpt: other"),
            new Case("image", IMAGE, "initrd: [kernel]", "initrd: [other]"),
            new Case("image", IMAGE, "  kernel: boot/vmlinuz\n", "  kernel: boot/vmlinuz\n  kernel: boot/vmlinuz\n"),
            new Case("image", IMAGE, "image: compute", "image: &a compute"),
            new Case("image", IMAGE, "image: compute", "image: !!str compute"),
            new Case("settings", SETTINGS, "needed: 2", "needed: 3"),
            new Case("settings", SETTINGS, "needed: 1", "needed: 3"),
            new Case("settings", SETTINGS, "{build:", "{alice:"),
            new Case("profile", PROFILE, "size: 3", "size: 03"),
            new Case("profile", PROFILE, "image: a", "image: b"),
            new Case("profile", PROFILE, "text: abc", "text: abd"),
            new Case("profile", PROFILE, "size: 3", "size: 4"),
            new Case(
                    "digests",
                    DIGESTS,
                    "files:\n",
                    "files:\n  - {name: a, size: 1, digests: {sha256: " + SHA256 + "}}\n"),
            new Case("baseline", BASELINE, "data: AAAA", "data: '*'"),
            new Case("baseline", BASELINE, "    pcrs:\n", "    pcrs:\n      - {pcr: 4}\n"),
            new Case(
                    "baseline",
                    BASELINE,
                    "    artifacts:\n",
                    "    artifacts:\n      - {name: a, origin: b, size: 1, digests: {sha256: " + SHA256 + "}}\n"));

    /** What reads as a text without quotes, but is a number or word to an editor: it asks for quotes. */
    private static final List<Case> ONLY_THE_SCHEMA_REFUSES = List.of(
            new Case("image", IMAGE, "cmdline: quiet", "cmdline: 1"),
            new Case("image", IMAGE, "version: \"1.21.1\"", "version: 1.21"),
            new Case("profile", PROFILE, "name: q35", "name: q35\nfirmware: 1.10"),
            new Case("profile", PROFILE, "product: [a, b]", "product: [1, b]"),
            new Case("response", RESPONSE, "attempts: 3", "attempts: \"3\""),
            new Case("response", RESPONSE, "quarantine: true", "quarantine: \"true\""));

    @TestFactory
    Stream<DynamicTest> both_accept_what_is_right() {
        Stream<Map.Entry<String, String>> examples =
                Stream.of(Documents.values()).map(kind -> Map.entry(kind.label(), kind.example()));
        return Stream.concat(examples, CASES.stream().map(c -> Map.entry(c.schema(), c.document())))
                .distinct()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    assertThat(schemaErrors(entry.getKey(), entry.getValue())).isEmpty();
                    assertThat(readerError(entry.getKey(), entry.getValue())).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> both_refuse_a_document_in_which_one_thing_is_wrong() {
        return each(CASES, (schema, wrong) -> {
            assertThat(schemaErrors(schema, wrong)).as("schema").isNotEmpty();
            assertThat(readerError(schema, wrong)).as("reader").isNotEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> the_reader_alone_refuses_what_a_schema_can_not_express() {
        return each(ONLY_THE_READER_REFUSES, (schema, wrong) -> {
            assertThat(readerError(schema, wrong)).as("reader").isNotEmpty();
            assertThat(schemaErrors(schema, wrong)).as("schema").isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> the_schema_alone_asks_for_quotes() {
        return each(ONLY_THE_SCHEMA_REFUSES, (schema, wrong) -> {
            assertThat(readerError(schema, wrong)).as("reader").isEmpty();
            assertThat(schemaErrors(schema, wrong)).as("schema").isNotEmpty();
        });
    }

    /** A check of a document of a kind. */
    private interface Check {
        void of(String schema, String document) throws IOException;
    }

    private static Stream<DynamicTest> each(List<Case> cases, Check check) {
        return cases.stream()
                .map(c -> dynamicTest(c.schema() + ": " + c.from() + " → " + c.to(), () -> {
                    String wrong = c.document().replace(c.from(), c.to());
                    assertThat(wrong).isNotEqualTo(c.document());
                    check.of(c.schema(), wrong);
                }));
    }

    @Test
    void the_schemas_stages_are_those_that_measured_boot_knows() throws IOException {
        for (String document : List.of("image", "profile", "baseline")) {
            List<String> kinds = new ArrayList<>();
            Map<String, YamlValue> schema =
                    JsonReader.read(document, resource(document)).asMapping().values();
            YamlValue stage = schema.get("$defs").asMapping().values().get("stage");
            for (YamlValue alternative : stage.asMapping().values().get("oneOf").asList()) {
                Map<String, YamlValue> properties = alternative
                        .asMapping()
                        .values()
                        .get("properties")
                        .asMapping()
                        .values();
                String name = properties.keySet().iterator().next();
                kinds.add(name);
                StageKind kind = StageKinds.named(name).orElseThrow();
                Map<String, YamlValue> fields = properties.get(name).asMapping().values();
                assertThat(fields.get("properties").asMapping().values().keySet())
                        .containsExactlyElementsOf(
                                kind.fields().stream().map(StageField::name).toList());
                assertThat(alternative.asMapping().values().get("description").asText())
                        .isEqualTo(kind.help());
                for (StageField field : kind.fields()) {
                    assertThat(fields.get("properties").asMapping().values().get(field.name()))
                            .extracting(v ->
                                    v.asMapping().values().get("description").asText())
                            .isEqualTo(field.help());
                }
                assertThat(fields.get("required").asList().stream().map(YamlValue::asText))
                        .containsExactlyElementsOf(kind.fields().stream()
                                .filter(StageField::required)
                                .map(StageField::name)
                                .toList());
            }
            assertThat(kinds)
                    .containsExactlyElementsOf(
                            StageKinds.all().stream().map(StageKind::name).toList());
        }
    }

    private static List<String> readerError(String schema, String document) {
        try {
            Documents.of(schema).read(document);
            return List.of();
        } catch (BaselinesException e) {
            return List.of(e.getMessage());
        }
    }

    private static List<?> schemaErrors(String name, String document) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(new String(resource(name), StandardCharsets.UTF_8), InputFormat.JSON);
        Object value = new org.yaml.snakeyaml.Yaml(
                        new org.yaml.snakeyaml.constructor.SafeConstructor(new org.yaml.snakeyaml.LoaderOptions()))
                .load(document);
        return schema.validate(CanonicalJson.write(value), InputFormat.JSON);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in =
                SchemaTest.class.getResourceAsStream("/io/hallmark/baselines/schema/" + name + ".schema.json")) {
            return in.readAllBytes();
        }
    }
}
