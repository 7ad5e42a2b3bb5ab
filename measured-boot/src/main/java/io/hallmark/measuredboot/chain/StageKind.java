package io.hallmark.measuredboot.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A kind of boot stage: its name and fields in {@code hallmark.yaml}, and how a stage is made of their values.
 *
 * @param name {@code ipxe}
 * @param help one sentence for people, used in the JSON Schema
 * @param make from values whose fields have been checked against {@code fields}
 */
public record StageKind(String name, String help, List<StageField> fields, Function<StageValues, BootStage> make) {
    public StageKind {
        fields = List.copyOf(fields);
    }

    /** The names of all artifacts that {@code values} refer to, in the order of the fields. */
    List<String> artifactsOf(StageValues values) {
        List<String> names = new ArrayList<>();
        for (StageField field : fields) {
            switch (field.type()) {
                case ARTIFACT -> values.text(field.name()).ifPresent(names::add);
                case ARTIFACTS -> names.addAll(values.list(field.name()));
                case FILES -> {
                    Map<String, String> files = values.files(field.name());
                    names.addAll(files.values());
                }
                case TEXT -> {}
            }
        }
        return List.copyOf(names);
    }
}
