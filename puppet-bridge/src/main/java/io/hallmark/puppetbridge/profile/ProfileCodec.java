package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.CanonicalYaml;
import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.Quoted;
import io.hallmark.baselines.document.Schemas;
import io.hallmark.baselines.document.YamlReader;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.AppliedIn;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Platform;
import io.hallmark.puppetbridge.node.Updates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and writes {@link HardeningProfile}. */
final class ProfileCodec {
    static final String SCHEMA = "hallmark/hardening/v1";

    private ProfileCodec() {}

    static HardeningProfile read(String file, byte[] bytes) {
        Set<String> known =
                new LinkedHashSet<>(List.of("schema", "role", "platform", "updates", "applied-in", "boots"));
        Section.ALL.forEach(section -> known.add(section.key()));
        Fields fields = Fields.of(YamlReader.read(file, bytes), "the hardening profile", known);
        Schemas.checkIfGiven(fields, SCHEMA);
        String role = fields.name("role");
        NodeType node = new NodeType(
                Choice.read(fields.required("platform"), "platform", Arrays.asList(Platform.values()), Platform::label),
                Choice.read(
                        fields.required("updates"), "way of updates", Arrays.asList(Updates.values()), Updates::label),
                fields.optional("applied-in")
                        .map(value -> Choice.read(value, "place", Arrays.asList(AppliedIn.values()), AppliedIn::label))
                        .orElse(AppliedIn.NODE));
        Optional<BootedChains> boots = fields.optional("boots").map(ProfileCodec::boots);
        List<Measure> measures = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Section section : Section.ALL) {
            fields.optional(section.key())
                    .ifPresent(value -> section.read().read(value, (place, measure) -> {
                        if (!names.add(measure.name())) {
                            throw YamlValue.error(
                                    place.source(), Quoted.of(measure.name()) + " stands twice; keep one of them");
                        }
                        measures.add(measure);
                    }));
        }
        fields.done();
        return new HardeningProfile(role, node, boots, measures);
    }

    private static BootedChains boots(YamlValue value) {
        Fields fields = Fields.of(value, "'boots'", List.of("image", "chains"));
        String image = fields.name("image");
        fields.required("chains");
        List<String> chains = fields.filled("chains", Fields::name).orElseThrow();
        fields.done();
        return new BootedChains(image, chains);
    }

    static byte[] write(HardeningProfile profile) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("role", profile.role());
        document.put("platform", profile.node().platform().label());
        document.put("updates", profile.node().updates().label());
        document.put("applied-in", profile.node().appliedIn().label());
        profile.boots().ifPresent(boots -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("image", boots.image());
            entry.put("chains", boots.chains());
            document.put("boots", new CanonicalYaml.Line(entry));
        });
        for (Section section : Section.ALL) {
            section.write().apply(profile).ifPresent(value -> document.put(section.key(), value));
        }
        return CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8);
    }
}
