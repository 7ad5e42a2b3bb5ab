package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.TargetKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What editors offer for the targets of {@code hallmark.yaml} is what each kind of target reads: fields, words, bounds. */
class TargetSchemaTest {
    private static final String GIT = "url: /srv/control.git, branch: production, ";
    private static final String FORMATS =
            "formats: [json, cel, pcrlock, corim, rim, keylime-tpm-policy], rim-sign-with: a,"
                    + " rim-regid: \"https://example.org\"";

    /** The settings that each kind asks for, and no more. */
    private static final Map<String, String> LEAST = new TreeMap<>(Map.of(
            "keylime",
            "url: \"https://verifier:8881\", credentials: a",
            "veraison",
            "url: \"https://veraison:9443\"",
            "directory",
            "path: /srv/golden, " + FORMATS,
            "git",
            GIT + FORMATS,
            "hardening-git",
            GIT + "tool: chef",
            "puppet",
            GIT.replaceFirst(", $", ""),
            "chef",
            "url: \"https://chef\", client: a, credential: a",
            "ansible",
            "roles: []"));

    private static final Pattern KNOWN = Pattern.compile("known(?:: | are \\[)([^)\\]]+)[)\\]]");
    private static final Set<String> OF_ALL = Set.of("kind", "required", "attempts");

    private final Map<String, TargetKind> kinds =
            TargetKinds.all(Path.of("cache")).stream().collect(Collectors.toMap(TargetKind::name, Function.identity()));

    @Test
    void each_kind_is_in_the_schema_and_no_other() throws IOException {
        assertThat(definitions().keySet()).isEqualTo(kinds.keySet());
        assertThat(kinds.keySet()).isEqualTo(LEAST.keySet());
    }

    @TestFactory
    Stream<DynamicTest> what_is_least_is_accepted_by_both_and_no_field_of_it_may_be_missing() {
        return LEAST.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    assertThat(open(entry.getKey(), entry.getValue())).isNull();
                    assertThat(errors(entry.getKey(), entry.getValue())).isEmpty();
                    for (Object field : (List<?>) definition(entry.getKey()).get("required")) {
                        String without =
                                entry.getValue().replaceAll("(^|, )" + field + ": (\\[[^]]*]|[^,]*)", "$1zzz: a");
                        assertThat(open(entry.getKey(), without))
                                .as("without %s", field)
                                .isNotNull();
                        assertThat(errors(entry.getKey(), without))
                                .as("without %s", field)
                                .isNotEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_fields_are_those_that_the_kind_reads() {
        return LEAST.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    Set<String> read = known(open(entry.getKey(), entry.getValue() + ", zzz: a"));
                    read.removeAll(OF_ALL);
                    assertThat(properties(entry.getKey()).keySet()).isEqualTo(read);
                    assertThat(errors(entry.getKey(), entry.getValue() + ", zzz: a"))
                            .isNotEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_words_and_bounds_are_those_that_the_kind_takes() {
        return LEAST.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    for (Map.Entry<String, Map<?, ?>> field :
                            properties(entry.getKey()).entrySet()) {
                        check(entry.getKey(), entry.getValue(), field.getKey(), field.getValue());
                    }
                }));
    }

    private void check(String kind, String least, String field, Map<?, ?> schema) throws IOException {
        Object words = schema.get("enum");
        if (words == null && schema.get("items") instanceof Map<?, ?> items) {
            words = items.get("enum");
        }
        if (words instanceof List<?> list) {
            boolean several = schema.containsKey("items");
            BaselinesException refused = open(kind, with(least, field, several ? "[zzz]" : "zzz"));
            assertThat(known(refused))
                    .as(field)
                    .isEqualTo(list.stream().map(Object::toString).collect(Collectors.toSet()));
        }
        if (schema.get("minimum") instanceof Integer lowest && schema.get("maximum") instanceof Integer highest) {
            for (int inside : new int[] {lowest, highest}) {
                assertThat(open(kind, with(least, field, Integer.toString(inside))))
                        .as(field)
                        .isNull();
                assertThat(errors(kind, with(least, field, Integer.toString(inside))))
                        .as(field)
                        .isEmpty();
            }
            for (int outside : new int[] {lowest - 1, highest + 1}) {
                assertThat(open(kind, with(least, field, Integer.toString(outside))))
                        .as(field)
                        .isNotNull();
                assertThat(errors(kind, with(least, field, Integer.toString(outside))))
                        .as(field)
                        .isNotEmpty();
            }
        }
    }

    private static String with(String least, String field, String value) {
        String without = least.replaceAll("(^|, )" + field + ": (\\[[^]]*]|[^,]*)", "$1");
        return field + ": " + value + ", " + without.replaceFirst("^, ", "").replace(", , ", ", ");
    }

    /** How the kind refuses these settings; nothing when it takes them. */
    private BaselinesException open(String kind, String fields) {
        Throwable thrown = catchThrowable(() -> {
            var settings = Settings.read("hallmark.yaml", document(kind, fields).getBytes(StandardCharsets.UTF_8))
                    .targets()
                    .get(0);
            kinds.get(kind).open(settings, NoSecrets.INSTANCE).close();
        });
        assertThat(thrown)
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        refused -> assertThat(refused).isInstanceOf(BaselinesException.class));
        return (BaselinesException) thrown;
    }

    private static Set<String> known(BaselinesException refused) {
        assertThat(refused).isNotNull();
        Matcher known = KNOWN.matcher(refused.getMessage());
        assertThat(known.find()).as(refused.getMessage()).isTrue();
        return new TreeSet<>(List.of(known.group(1).split(", ")));
    }

    private static List<String> errors(String kind, String fields) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema(), InputFormat.JSON);
        List<String> errors = new ArrayList<>();
        schema.validate(CanonicalJson.write(yaml(document(kind, fields))), InputFormat.JSON)
                .forEach(error -> errors.add(error.getMessage()));
        return errors;
    }

    private static String document(String kind, String fields) {
        return "targets: {one: {kind: " + kind + ", " + fields + "}}\n";
    }

    private static Map<String, Map<?, ?>> properties(String kind) throws IOException {
        return mappings(definition(kind).get("properties"));
    }

    private static Map<?, ?> definition(String kind) throws IOException {
        return definitions().get(kind);
    }

    private static Map<String, Map<?, ?>> definitions() throws IOException {
        return mappings(((Map<?, ?>) yaml(schema())).get("$defs"));
    }

    private static Map<String, Map<?, ?>> mappings(Object value) {
        Map<String, Map<?, ?>> mappings = new TreeMap<>();
        ((Map<?, ?>) value).forEach((name, mapping) -> mappings.put((String) name, (Map<?, ?>) mapping));
        return mappings;
    }

    private static Object yaml(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    private static String schema() throws IOException {
        try (InputStream in =
                Settings.class.getResourceAsStream("/io/hallmark/baselines/schema/settings.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** No kind reads secrets before it connects. */
    private enum NoSecrets implements SecretStore {
        INSTANCE;

        @Override
        public Optional<byte[]> read(String id, String part) {
            return Optional.empty();
        }

        @Override
        public String describe(String id, String part) {
            return id + "/" + part;
        }
    }
}
