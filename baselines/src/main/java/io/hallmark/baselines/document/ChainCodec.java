package io.hallmark.baselines.document;

import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.StageField;
import io.hallmark.measuredboot.chain.StageKind;
import io.hallmark.measuredboot.chain.StageKinds;
import io.hallmark.measuredboot.chain.StageValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads and writes boot chains; the kinds of stages and their fields are those that measured boot knows. */
final class ChainCodec {
    private ChainCodec() {}

    /**
     * Reads {@code gpt} and {@code stages}.
     *
     * @param exists whether a referred artifact exists
     */
    static BootChain read(String name, Fields fields, Predicate<YamlValue> exists) {
        Optional<String> gpt = fields.optional("gpt").map(value -> reference(value, exists));
        List<BootStage> stages = new ArrayList<>();
        YamlValue list = fields.required("stages");
        list.asList().forEach(value -> stages.add(stage(value, exists)));
        if (stages.isEmpty()) {
            throw YamlValue.error(list.source(), "chain '" + name + "' needs at least one stage");
        }
        return new BootChain(name, gpt, stages);
    }

    static void write(BootChain chain, Map<String, Object> document) {
        chain.gpt().ifPresent(gpt -> document.put("gpt", gpt));
        List<Object> stages = new ArrayList<>();
        for (BootStage stage : chain.stages()) {
            stages.add(Map.of(stage.kind().name(), stage.values().asMap()));
        }
        document.put("stages", stages);
    }

    private static BootStage stage(YamlValue value, Predicate<YamlValue> exists) {
        YamlValue.Mapping mapping = value.asMapping();
        if (mapping.values().size() != 1) {
            throw YamlValue.error(
                    value.source(), "a stage is one kind with its fields, such as '- linux: {kernel: kernel}'");
        }
        String kindName = mapping.values().keySet().iterator().next();
        Source at = mapping.keys().get(kindName);
        if (kindName.equals("multiboot")) {
            throw YamlValue.error(at, "stages of kind 'multiboot' can't be predicted yet");
        }
        List<String> names = StageKinds.all().stream().map(StageKind::name).toList();
        StageKind kind = StageKinds.named(kindName)
                .orElseThrow(() -> YamlValue.error(at, Fields.unknown("kind of stage", kindName, "the chain", names)));
        Fields fields = Fields.of(mapping.values().get(kindName), "stage '" + kindName + "'", fieldNames(kind));
        StageValues.Builder builder = StageValues.builder();
        for (StageField field : kind.fields()) {
            Optional<YamlValue> given =
                    field.required() ? Optional.of(fields.required(field.name())) : fields.optional(field.name());
            given.ifPresent(v -> set(builder, field, v, exists));
        }
        fields.done();
        return kind.make().apply(builder.build());
    }

    private static List<String> fieldNames(StageKind kind) {
        return kind.fields().stream().map(StageField::name).toList();
    }

    private static void set(
            StageValues.Builder builder, StageField field, YamlValue value, Predicate<YamlValue> exists) {
        switch (field.type()) {
            case ARTIFACT -> builder.text(field.name(), reference(value, exists));
            case TEXT -> builder.text(field.name(), value.asText());
            case ARTIFACTS ->
                builder.list(
                        field.name(),
                        value.asList().stream()
                                .map(item -> reference(item, exists))
                                .toList());
            case FILES -> {
                Map<String, String> files = new LinkedHashMap<>();
                value.asMapping().values().forEach((path, item) -> files.put(path, reference(item, exists)));
                builder.files(field.name(), files);
            }
        }
    }

    private static String reference(YamlValue value, Predicate<YamlValue> exists) {
        String name = value.asText();
        if (!exists.test(value)) {
            throw YamlValue.error(
                    value.source(), "there is no artifact " + Quoted.of(name) + "; add it under 'artifacts'");
        }
        return name;
    }
}
